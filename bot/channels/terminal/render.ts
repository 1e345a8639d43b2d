import { plainText, type Reply } from '../../../dialogs/reply.ts';
import { documentView, productView } from '../view.ts';

/** Reply -> lines for a terminal: the text, then tables, then the choices with their numbers. */
export function render(reply: Reply): string {
  const { choices: _, ...said } = reply;
  const lines = [plainText(said as Reply)];
  if (reply.kind === 'products') {
    for (const product of reply.products) {
      const view = productView(product, reply.language);
      const breaks = view.priceBreaks.map(({ label, price }) => `${label} ${price}`).join(', ');
      lines.push(`  * ${view.name}: ${view.price}${breaks && ` (${breaks})`}. ${view.availability}`);
      if (view.reason !== undefined) lines.push(`    ${view.reason}`);
    }
  } else if (reply.kind === 'quote' || reply.kind === 'order') {
    const view = documentView(reply, reply.language);
    lines.push(`  ${view.title} [${view.status}]`);
    for (const line of view.lines)
      lines.push(`    ${line.quantity} × ${line.name}, ${line.unitPrice}: ${line.total}`);
    lines.push(`    ${view.totalLabel}: ${view.total}`, ...view.notes.map((note) => `    ${note}`));
  }
  reply.choices?.forEach((choice, index) => {
    lines.push(`  [${index + 1}] ${choice.label}`);
  });
  return lines.join('\n');
}
