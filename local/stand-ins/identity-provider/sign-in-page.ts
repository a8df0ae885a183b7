import type { Persona } from './persona.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const page = (title: string, body: string) => `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
button { font: inherit; width: 100%; text-align: left; padding: .7rem 1rem; margin: .3rem 0; border: 1px solid #555; border-radius: .4rem; background: #f4f4f4; cursor: pointer; }
button:hover, button:focus { background: #dfeafc; }
small { display: block; color: #444; }
</style>
</head>
<body>
${body}
</body>
</html>
`;

const choice = (persona: Persona) =>
  `<button name="persona" value="${escapeHtml(persona.id)}">${escapeHtml(persona.claims.name)}
<small>${escapeHtml(persona.about.vi)}</small>
<small lang="en">${escapeHtml(persona.id)}: ${escapeHtml(persona.about.en)}</small></button>`;

/** The page on which a human picks who to be. Posts `persona` to its own address. */
export const signInPage = (personas: readonly Persona[]): string =>
  page(
    'Đăng nhập thử nghiệm / Test sign-in',
    `<h1>Đăng nhập <small lang="en">Sign in</small></h1>
<p>Đây là hệ thống thử nghiệm. Mọi người trong danh sách đều không có thật.
<small lang="en">This is a test system. Nobody in this list is real.</small></p>
<form method="post">
${personas.map(choice).join('\n')}
</form>`,
  );

/** Where a sign-in that no application asked for ends: says that it worked. */
export const signedInPage = (): string =>
  page(
    'Đã đăng nhập / Signed in',
    `<h1>Đã đăng nhập <small lang="en">Signed in</small></h1>
<p>Có thể đóng trang này. <small lang="en">You may close this page.</small></p>`,
  );

/** Says why a sign-in cannot go on. `error` is the protocol's name of the fault, `description` a sentence about it. */
export const signInErrorPage = (error: string, description: string): string =>
  page(
    'Không đăng nhập được / Sign-in failed',
    `<h1>Không đăng nhập được <small lang="en">Sign-in failed</small></h1>
<p><code>${escapeHtml(error)}</code> ${escapeHtml(description)}</p>`,
  );
