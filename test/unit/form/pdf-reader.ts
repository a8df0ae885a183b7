import jsqr from 'jsqr';
import { extractText, getDocumentProxy, getResolvedPDFJS } from 'unpdf';

/** What a reader of nobody here's making (pdf.js) finds in a PDF. */
export type ReadPdf = {
  /** Width and height in points, page by page. */
  readonly sizes: readonly (readonly number[])[];
  /** Everything that is written, in lines that are joined by spaces. */
  readonly text: string;
  /** The QR code of the first page. */
  readonly qr: string | undefined;
  /** Names of the fonts that its text is set in. */
  readonly fonts: readonly string[];
};

type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
/** pdf.js writes a path as numbers: 0 moves, 1 draws a line, each with a point after it; 4 closes. */
const [MOVE, LINE, CLOSE] = [0, 1, 4];
const PIXELS_PER_POINT = 4;
const WHITE_POINTS = 10;

/** The rectangles of a filled path. @throws when it has another shape */
const rectanglesOf = (path: ArrayLike<number>): Rectangle[] => {
  const rectangles: Rectangle[] = [];
  let points: (readonly [number, number])[] = [];
  for (let at = 0; at < path.length; ) {
    const operation = path[at];
    if (operation === MOVE || operation === LINE) {
      if (operation === MOVE) points = [];
      points.push([path[at + 1] ?? 0, path[at + 2] ?? 0]);
      at += 3;
    } else if (operation === CLOSE) {
      const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
      const [x, y] = [Math.min(...xs), Math.min(...ys)];
      rectangles.push({ x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y });
      at += 1;
    } else throw new Error(`a path with the operation ${operation}`);
  }
  return rectangles;
};

/** Paints rectangles black on white and lets the decoder look. */
const decode = (rectangles: readonly Rectangle[]): string | undefined => {
  const [left, top] = [Math.min(...rectangles.map(({ x }) => x)), Math.min(...rectangles.map(({ y }) => y))];
  const reach = Math.max(...rectangles.map(({ x, width }) => x + width - left), ...rectangles.map(({ y, height }) => y + height - top));
  const side = Math.ceil((reach + 2 * WHITE_POINTS) * PIXELS_PER_POINT);
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  const pixel = (points: number) => Math.round((points + WHITE_POINTS) * PIXELS_PER_POINT);
  for (const { x, y, width, height } of rectangles)
    for (let row = pixel(y - top); row < pixel(y - top + height); row += 1)
      for (let column = pixel(x - left); column < pixel(x - left + width); column += 1)
        pixels.fill(0, 4 * (row * side + column), 4 * (row * side + column) + 3);
  return jsqr.default(pixels, side, side)?.data;
};

export const readPdf = async (bytes: Uint8Array): Promise<ReadPdf> => {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { OPS } = await getResolvedPDFJS();
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, index) => pdf.getPage(index + 1)));
  const [first] = pages;
  if (!first) throw new Error('a PDF without a page');
  const { fnArray, argsArray } = await first.getOperatorList();
  const filled = fnArray.flatMap((operation, index): ArrayLike<number>[] => {
    const [paint, path]: unknown[] = argsArray[index] ?? [];
    if (operation !== OPS.constructPath || paint !== OPS.fill || !Array.isArray(path)) return [];
    return path[0] instanceof Float32Array ? [path[0]] : [];
  });
  const fontIds = fnArray.flatMap((operation, index) => (operation === OPS.setFont ? [String(argsArray[index]?.[0])] : []));
  const fonts = [...new Set(fontIds)].map((id): string => first.commonObjs.get(id)?.name ?? id);
  const { text } = await extractText(pdf, { mergePages: true });
  const code = filled.flatMap(rectanglesOf);
  return {
    sizes: pages.map(({ view: [, , width = 0, height = 0] }) => [Math.round(width), Math.round(height)]),
    text: text.replace(/\s+/g, ' '),
    qr: code.length > 0 ? decode(code) : undefined,
    fonts: fonts.sort(),
  };
};
