/*
 * Loaded before a program (`node --import`): ends it, with all that it started, when the process that started it does. Its standard
 * input is a pipe that nobody writes to; it closes when the other end's process is gone, even killed.
 */
process.stdin.resume();
// The program leads a process group of its own, which 0 stands for.
process.stdin.on('end', () => process.kill(0, 'SIGKILL'));
// It must not keep a program alive that has nothing more to do.
process.stdin.unref();
