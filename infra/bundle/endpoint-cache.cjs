// Endpoints that a service has named itself: no operation that these functions call asks for them, and the client makes the cache all the same.
exports.EndpointCache = class EndpointCache {};
