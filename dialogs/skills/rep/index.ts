import { intentSkill } from '../../readings/readings.ts';
import type { Skill } from '../../skill.ts';
import { log } from './agenda/activity.ts';
import { meetings, queue } from './agenda/meetings.ts';
import { finish, move, review, show as showTasks } from './agenda/tasks.ts';
import { approve } from './approvals.ts';
import { confirm } from './confirm.ts';
import { contact } from './contacts/contact.ts';
import { lastOrder } from './contacts/last-order.ts';
import { leads, whyLead } from './contacts/leads.ts';
import { courtesies } from './courtesies.ts';
import { byRep } from './deals/by-rep.ts';
import { update } from './deals/change.ts';
import { create } from './deals/create.ts';
import { list, show } from './deals/deals.ts';
import { atRisk, pipeline, target, winRate } from './deals/pipeline.ts';
import { forecast } from './demand/forecast.ts';
import { why } from './demand/why.ts';
import { digest } from './digest.ts';
import { goods } from './goods/goods.ts';
import { reorder } from './goods/reorder.ts';
import { sales } from './goods/sales.ts';
import { repHelp } from './help.ts';
import { more } from './more.ts';
import { ofChosen } from './reply/which-deal.ts';
import { undo } from './undo.ts';

type Answers = Readonly<Record<string, Skill['run']>>;

/** A skill with an answer for each of its intents; those of the classifier, and those that readings alone give. */
const skillOf = (name: string, answers: Answers): Skill => ({
  ...intentSkill(name, Object.keys(answers), (turn, ports, bid) =>
    answers[bid.intent!]!(ofChosen(turn, bid), ports, bid),
  ),
  roles: ['rep'],
});

/** Skills for reps alone: visitors never reach them. Of two equal bids the earlier wins. */
export const repSkills: readonly Skill[] = [
  skillOf('rep.sales', { 'sales.report': sales }),
  skillOf('rep.pipeline', {
    'pipeline.show': pipeline,
    'pipeline.winRate': winRate,
    'pipeline.byRep': byRep,
    'pipeline.target': target,
    'deals.atRisk': atRisk,
  }),
  reorder,
  skillOf('rep.tasks', {
    'tasks.show': showTasks,
    'reminder.done': finish,
    'reminder.move': move,
    'activity.review': review,
  }),
  skillOf('rep.deals', {
    'deals.list': list,
    'deal.show': show,
    'deal.update': update,
    'deal.create': create,
    'rep.undo': undo,
  }),
  skillOf('rep.book', {
    'activity.log': log,
    'contact.show': contact,
    'contact.lastOrder': lastOrder,
    'forecast.show': forecast,
    'forecast.why': why,
    'digest.show': digest,
    'meetings.show': meetings,
    'queue.show': queue,
    'quote.approve': approve,
    'leads.next': leads,
    'leads.why': whyLead,
    'rep.more': more,
  }),
  skillOf('rep.goods', {
    'product.find': goods,
    'product.detail': goods,
    'product.price': goods,
    'product.stock': goods,
    'product.compare': goods,
    'product.recommend': sales,
  }),
  courtesies,
  confirm,
  repHelp,
];
