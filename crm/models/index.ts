import type { Connection, Model } from 'mongoose';
import { type Activity, activityModel } from './activity.ts';
import { type Approval, approvalModel } from './approval.ts';
import { type Company, companyModel } from './company.ts';
import { type Contact, contactModel } from './contact.ts';
import { type Deal, dealModel } from './deal.ts';
import { type DemandAlert, demandAlertModel } from './demand-alert.ts';
import { type DemandModelRecord, demandModelModel } from './demand-model.ts';
import { type ForecastRecord, forecastModel } from './forecast.ts';
import { type GoldenSentence, goldenSentenceModel } from './golden-sentence.ts';
import { type Handoff, handoffModel } from './handoff.ts';
import {
  type IntentModelChunk,
  type IntentModelRecord,
  intentModelChunkModel,
  intentModelModel,
} from './intent-model.ts';
import { type Mail, mailModel } from './mail.ts';
import { type Meeting, meetingModel } from './meeting.ts';
import { type Order, orderModel } from './order.ts';
import { type Product, productModel } from './product.ts';
import { type Quote, quoteModel } from './quote.ts';
import { type Rep, repModel } from './rep.ts';
import { type Return, returnModel } from './return.ts';
import { type SalesDay, salesDayModel } from './sales-day.ts';
import { type CustomerScore, customerScoreModel, type DealScore, dealScoreModel } from './score.ts';
import { type ScoringVersion, scoringVersionModel } from './scoring-version.ts';
import { type Task, taskModel } from './task.ts';
import { type TurnRecord, turnModel } from './turn.ts';

export interface Models {
  readonly connection: Connection;
  readonly Activity: Model<Activity>;
  readonly Approval: Model<Approval>;
  readonly Company: Model<Company>;
  readonly Contact: Model<Contact>;
  readonly CustomerScore: Model<CustomerScore>;
  readonly Deal: Model<Deal>;
  readonly DemandAlert: Model<DemandAlert>;
  readonly DealScore: Model<DealScore>;
  readonly DemandModel: Model<DemandModelRecord>;
  readonly Forecast: Model<ForecastRecord>;
  readonly GoldenSentence: Model<GoldenSentence>;
  readonly IntentModel: Model<IntentModelRecord>;
  readonly IntentModelChunk: Model<IntentModelChunk>;
  readonly Handoff: Model<Handoff>;
  readonly Meeting: Model<Meeting>;
  readonly Mail: Model<Mail>;
  readonly ScoringVersion: Model<ScoringVersion>;
  readonly Order: Model<Order>;
  readonly Product: Model<Product>;
  readonly Quote: Model<Quote>;
  readonly Rep: Model<Rep>;
  readonly Return: Model<Return>;
  readonly SalesDay: Model<SalesDay>;
  readonly Task: Model<Task>;
  readonly Turn: Model<TurnRecord>;
}

/** Binds the models to one connection: no global registry, so that tests can hold several stores. */
export const createModels = (connection: Connection): Models => ({
  connection,
  Activity: activityModel(connection),
  Approval: approvalModel(connection),
  Company: companyModel(connection),
  Contact: contactModel(connection),
  CustomerScore: customerScoreModel(connection),
  Deal: dealModel(connection),
  DemandAlert: demandAlertModel(connection),
  DealScore: dealScoreModel(connection),
  DemandModel: demandModelModel(connection),
  Forecast: forecastModel(connection),
  GoldenSentence: goldenSentenceModel(connection),
  IntentModel: intentModelModel(connection),
  IntentModelChunk: intentModelChunkModel(connection),
  Handoff: handoffModel(connection),
  Meeting: meetingModel(connection),
  Mail: mailModel(connection),
  ScoringVersion: scoringVersionModel(connection),
  Order: orderModel(connection),
  Product: productModel(connection),
  Quote: quoteModel(connection),
  Rep: repModel(connection),
  Return: returnModel(connection),
  SalesDay: salesDayModel(connection),
  Task: taskModel(connection),
  Turn: turnModel(connection),
});
