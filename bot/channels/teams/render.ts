import { type Activity, type Attachment, CardFactory, MessageFactory } from 'botbuilder';
import { type Choice, type Link, type Reply, signed } from '../../../dialogs/reply.ts';
import { documentView, productView } from '../view.ts';

const text = (value: string, more: object = {}) => ({ type: 'TextBlock', text: value, wrap: true, ...more });

const column = (value: string, width: string, more: object = {}) => ({
  type: 'Column',
  width,
  items: [text(value, more)],
});

const right = { horizontalAlignment: 'Right' };

/** A button that shows what it says as the user's own message and sends our action along. */
const submit = (choice: Choice) => ({
  type: 'Action.Submit',
  title: choice.label,
  data: {
    msteams: { type: 'messageBack', displayText: choice.label, text: choice.text },
    rainmaker: { text: choice.text, ...(choice.action && { action: choice.action }) },
  },
});

const open = ({ label, url }: Link) => ({ type: 'Action.OpenUrl', title: label, url });

const card = (body: readonly object[], actions: readonly object[] = []): Attachment =>
  CardFactory.adaptiveCard({
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body,
    ...(actions.length > 0 && { actions }),
  });

/** Reply -> activity: the text, and a card where there is something to show or to press. */
export function render(reply: Reply): Partial<Activity> {
  const { language, choices = [], links = [] } = reply;
  const actions = [...links.map(open), ...choices.map(submit)];
  const attachments: Attachment[] = [];
  if (reply.kind === 'products') {
    for (const product of reply.products) {
      const view = productView(product, language);
      attachments.push(
        card([
          text(view.name, { weight: 'Bolder' }),
          ...(view.reason === undefined ? [] : [text(view.reason, { isSubtle: true, spacing: 'None' })]),
          {
            type: 'FactSet',
            facts: [
              { title: view.price, value: view.availability },
              ...view.priceBreaks.map(({ label, price }) => ({ title: price, value: label })),
            ],
          },
        ]),
      );
    }
  } else if (reply.kind === 'quote' || reply.kind === 'order') {
    const view = documentView(reply, language);
    attachments.push(
      card([
        {
          type: 'ColumnSet',
          columns: [
            column(view.title, 'stretch', { weight: 'Bolder' }),
            column(view.status, 'auto', { isSubtle: true, ...right }),
          ],
        },
        ...view.lines.map((line) => ({
          type: 'ColumnSet',
          columns: [
            column(line.name, 'stretch'),
            column(
              [`${line.quantity} × ${line.unitPrice}`, ...(line.off === undefined ? [] : [line.off])].join(
                ', ',
              ),
              'auto',
              { isSubtle: true, ...right },
            ),
            column(line.total, 'auto', right),
          ],
        })),
        {
          type: 'ColumnSet',
          separator: true,
          columns: [
            column(view.totalLabel, 'stretch', { weight: 'Bolder' }),
            column(view.total, 'auto', { weight: 'Bolder', ...right }),
          ],
        },
        ...view.notes.map((note) => text(note, { isSubtle: true, spacing: 'None' })),
      ]),
    );
  }
  if (actions.length > 0) attachments.push(card([], actions));
  const activity = MessageFactory.text(signed(reply, reply.caption ?? reply.text), reply.text);
  return { ...activity, attachments, locale: language === 'zh' ? 'zh-CN' : 'en-GB' };
}
