import PDFDocument from 'pdfkit';
import { type Fonts, loadFonts } from './fonts.ts';
import { COLUMNS, type Column, type QuotePage } from './page.ts';

/** A4 in points; all text stays within the margins. */
const MARGIN = 56;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - MARGIN - 24;
const GAP = 12;
const SHARES: { readonly [column in Column]: number } = {
  item: 0.5,
  quantity: 0.12,
  price: 0.18,
  amount: 0.2,
};
const INK = '#1c1c1e';
const FAINT = '#6b6b70';
const RULE = '#d4d4d8';

type Document = InstanceType<typeof PDFDocument>;

/** The page as a PDF, about 10 ms for a quote of a few lines once the fonts are parsed. */
export async function drawQuote(
  page: QuotePage,
  pageLabel: (page: number, pages: number) => string,
): Promise<Buffer> {
  const fonts = loadFonts();
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: page.language === 'zh' ? 'zh-CN' : 'en-GB',
    displayTitle: true,
    // pdfkit takes a parsed font as well, which its types do not know.
    font: fonts.regular as unknown as string,
    info: { Title: `${page.title} ${page.number}`, Author: page.shop, CreationDate: page.madeAt },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.once('end', resolve);
    document.once('error', reject);
  });
  const pen = new Pen(document, fonts);
  head(pen, page);
  table(pen, page);
  terms(pen, page);
  pen.footers(pageLabel);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

interface Style {
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: string;
  readonly align?: 'left' | 'right';
}

/** Writes down a page and begins the next where one is full. */
class Pen {
  y = MARGIN;
  readonly #document: Document;
  readonly #fonts: Fonts;

  constructor(document: Document, fonts: Fonts) {
    this.#document = document;
    this.#fonts = fonts;
  }

  /** Height of a text in a column, without writing it. */
  height(text: string, width: number, style: Style = {}): number {
    return this.#styled(style).heightOfString(text, { width });
  }

  /** Writes at the pen's height and leaves the pen there. */
  put(text: string, x: number, width: number, style: Style = {}): number {
    const { colour = INK, align = 'left' } = style;
    const height = this.height(text, width, style);
    this.#styled(style)
      .fillColor(colour)
      .text(text, MARGIN + x, this.y, { width, align });
    return height;
  }

  /** Writes a paragraph over the whole width and goes below it. */
  paragraph(text: string, style: Style = {}): void {
    this.room(this.height(text, WIDTH, style));
    this.y += this.put(text, 0, WIDTH, style);
  }

  /** Begins a new page where less than `height` is left; says whether it did. */
  room(height: number): boolean {
    if (this.y + height <= BOTTOM) return false;
    this.#document.addPage();
    this.y = MARGIN;
    return true;
  }

  rule(): void {
    this.#document
      .moveTo(MARGIN, this.y)
      .lineTo(MARGIN + WIDTH, this.y)
      .lineWidth(0.6)
      .strokeColor(RULE)
      .stroke();
  }

  footers(label: (page: number, pages: number) => string): void {
    const { count } = this.#document.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.#document.switchToPage(page);
      this.y = BOTTOM + 8;
      this.put(label(page + 1, count), 0, WIDTH, { size: 8, colour: FAINT, align: 'right' });
    }
  }

  #styled({ size = 10, bold = false }: Style): Document {
    const font = bold ? this.#fonts.bold : this.#fonts.regular;
    return this.#document.font(font as unknown as string).fontSize(size);
  }
}

function head(pen: Pen, { shop, sender, title, status, facts }: QuotePage): void {
  const half = WIDTH / 2;
  pen.put(title, 0, half - GAP, { size: 24, bold: true });
  const top = pen.y;
  pen.y += pen.put(shop, half, half, { size: 12, bold: true, align: 'right' });
  for (const line of sender) pen.y += pen.put(line, half, half, { size: 9, colour: FAINT, align: 'right' });
  const right = pen.y;
  pen.y = top + pen.height(title, half, { size: 24, bold: true }) + GAP;
  if (status !== undefined) pen.y += pen.put(status, 0, half - GAP, { size: 12, bold: true, colour: FAINT });
  const label = Math.max(...facts.map(([text]) => text.length)) > 8 ? 84 : 68;
  for (const [name, value] of facts) {
    pen.put(name, 0, label, { colour: FAINT });
    pen.y += pen.put(value, label, half + 24 - label);
  }
  pen.y = Math.max(pen.y, right) + 2 * GAP;
}

function table(pen: Pen, { columns, rows, total }: QuotePage): void {
  const heading = () => {
    cells(pen, columns, { size: 9, bold: true, colour: FAINT });
    pen.rule();
    pen.y += 6;
  };
  heading();
  for (const row of rows) {
    const notes = row.notes.join(' · ');
    const width = WIDTH * SHARES.item - GAP;
    const notesHeight = pen.height(notes, width, { size: 8 });
    if (pen.room(pen.height(row.item, width) + notesHeight + 12)) heading();
    cells(pen, row, {});
    pen.y += pen.put(notes, 0, width, { size: 8, colour: FAINT }) + 6;
    pen.rule();
    pen.y += 6;
  }
  const [label, amount] = total;
  pen.room(36);
  pen.put(label, 0, WIDTH / 2, { size: 13, bold: true });
  pen.y += pen.put(amount, WIDTH / 2, WIDTH / 2, { size: 13, bold: true, align: 'right' }) + 2 * GAP;
}

/** One row, as high as its highest cell. */
function cells(pen: Pen, row: { readonly [column in Column]: string }, style: Style): void {
  let x = 0;
  let height = 0;
  for (const column of COLUMNS) {
    const width = WIDTH * SHARES[column] - (column === 'amount' ? 0 : GAP);
    height = Math.max(
      height,
      pen.put(row[column], x, width, { ...style, align: column === 'item' ? 'left' : 'right' }),
    );
    x += WIDTH * SHARES[column];
  }
  pen.y += height + 2;
}

function terms(pen: Pen, { headings, delivery, payment }: QuotePage): void {
  for (const [heading, lines] of [
    [headings.delivery, delivery],
    [headings.payment, payment],
  ] as const) {
    pen.room(48);
    pen.paragraph(heading, { size: 9, bold: true, colour: FAINT });
    pen.y += 2;
    for (const line of lines) pen.paragraph(line, { size: 9 });
    pen.y += GAP;
  }
}
