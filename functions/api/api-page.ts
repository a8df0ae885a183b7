import * as z from 'zod';

/** The parts of an OpenAPI description that the page shows. */
const Content = z.record(z.string(), z.object({ schema: z.unknown().optional() }));
const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  parameters: z
    .array(
      z.union([
        z.object({ $ref: z.string() }),
        z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: z.unknown() }),
      ]),
    )
    .optional(),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content.optional() })),
});
const Description = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});
type Operation = z.infer<typeof Operation>;

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}' +
  'summary{cursor:pointer;padding:.3rem 0}code,pre{font:.9rem/1.4 ui-monospace,monospace}pre{background:#f4f4f4;padding:.8rem;overflow:auto}' +
  'details{border-top:1px solid #ddd}details details{border:0}table{border-collapse:collapse}td{padding:.2rem 1rem .2rem 0;vertical-align:top}' +
  '.method{display:inline-block;width:3.5rem;font-weight:700}';

const schemaBlock = (title: string, content: z.infer<typeof Content> | undefined): string =>
  Object.entries(content ?? {})
    .map(([type, { schema }]) =>
      schema
        ? `<details><summary>${escapeHtml(title)} <code>${escapeHtml(type)}</code></summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`
        : `<p>${escapeHtml(title)} <code>${escapeHtml(type)}</code></p>`,
    )
    .join('');

const parameterRows = ({ parameters = [] }: Operation): string =>
  parameters
    .map((parameter) => {
      if ('$ref' in parameter) return '';
      const { name, required, schema } = parameter;
      const need = required ? 'required' : 'optional';
      return `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(parameter.in)}, ${need}</td><td><code>${escapeHtml(JSON.stringify(schema))}</code></td></tr>`;
    })
    .join('');

const operationBlock = (method: string, path: string, operation: Operation): string => {
  const rows = parameterRows(operation);
  const answers = Object.entries(operation.responses)
    .map(
      ([status, { description, content }]) =>
        `<p><b>${escapeHtml(status)}</b> ${escapeHtml(description)}</p>${schemaBlock('Schema', content)}`,
    )
    .join('');
  return (
    `<details id="${escapeHtml(operation.operationId)}"><summary><span class="method">${escapeHtml(method.toUpperCase())}</span>` +
    `<code>${escapeHtml(path)}</code> — ${escapeHtml(operation.summary)}</summary>` +
    `${rows && `<table>${rows}</table>`}${schemaBlock('Request', operation.requestBody?.content)}${answers}</details>`
  );
};

/** A page without scripts or outside references that shows an OpenAPI description, grouped by audience. */
export const apiPage = (document: unknown): string => {
  const { info, tags, paths } = Description.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ tag: operation.tags[0], block: operationBlock(method, path, operation) })),
  );
  const groups = tags
    .map(({ name, description }) => {
      const blocks = operations.filter(({ tag }) => tag === name).map(({ block }) => block);
      return `<h2>/${escapeHtml(name)}</h2><p>${escapeHtml(description)}</p>${blocks.join('\n')}`;
    })
    .join('\n');
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(info.title)}</title><style>${style}</style></head><body>` +
    `<h1>${escapeHtml(info.title)} <small>${escapeHtml(info.version)}</small></h1><p>${escapeHtml(info.description)}</p>` +
    `<p><a href="openapi.json">OpenAPI 3.1 (JSON)</a></p>${groups}</body></html>\n`
  );
};
