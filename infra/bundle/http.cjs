// An ES import of node:http reads its lazy getters and so loads undici (17-27 ms of CPU at each cold start); this does not.
module.exports = process.getBuiltinModule('node:http');
