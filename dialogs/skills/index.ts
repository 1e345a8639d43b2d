import type { Skill } from '../skill.ts';
import { about } from './about/index.ts';
import { affirm } from './affirm/index.ts';
import { complaint } from './complaint/index.ts';
import { contact } from './contact/index.ts';
import { deny } from './deny/index.ts';
import { fallback } from './fallback/index.ts';
import { goodbye } from './goodbye/index.ts';
import { greet } from './greet/index.ts';
import { help } from './help/index.ts';
import { hours } from './hours/index.ts';
import { human } from './human/index.ts';
import { knowledge } from './knowledge/index.ts';
import { lead } from './lead/index.ts';
import { meeting } from './meeting/index.ts';
import { order } from './order/index.ts';
import { payment } from './payment/index.ts';
import { praise } from './praise/index.ts';
import { privacy } from './privacy/index.ts';
import { product } from './product/index.ts';
import { quote } from './quote/index.ts';
import { recommend } from './recommend/index.ts';
import { repSkills } from './rep/index.ts';
import { shipping } from './shipping/index.ts';
import { thanks } from './thanks/index.ts';

/** All skills; of two equal bids the earlier wins. */
export const skills: readonly Skill[] = [
  quote,
  product,
  recommend,
  order,
  contact,
  human,
  meeting,
  lead,
  hours,
  knowledge,
  shipping,
  payment,
  complaint,
  praise,
  privacy,
  affirm,
  deny,
  greet,
  goodbye,
  thanks,
  help,
  about,
  fallback,
  ...repSkills,
];
