/** The public client (no secret, PKCE) through which citizens and staff sign in. */
export const PORTAL_CLIENT_ID = 'portal';

/** Path of the page at the provider itself that takes a code which no application waits for. */
export const SIGNED_IN_PATH = '/signed-in';
