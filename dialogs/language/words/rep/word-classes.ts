/** Closed classes of words that steer the talk of a rep. As in `Words`, patterns are global and linear. */
export interface RepWords {
  /** The largest amount, the smallest, the day nearest, the day farthest; of a list that was shown, or to sort one by. */
  readonly biggest: RegExp;
  readonly smallest: RegExp;
  readonly soonest: RegExp;
  readonly latest: RegExp;
  /** Speaks of the list that was shown: "of them", "the ... one". */
  readonly ofList: RegExp;
  /** A place in a list by its number, in the first group that matched: "#7", 第7个. */
  readonly place: RegExp;
  /** What may stand beside something pointed at, where nothing is asked of it but to see it. */
  readonly showing: RegExp;
  /** All that is left of a list. */
  readonly rest: RegExp;
  readonly person: RegExp;
  /** By what somebody is reached. */
  readonly reach: RegExp;
  readonly why: RegExp;
  /** Goes on with what was asked last: "and for bags?". */
  readonly goesOn: RegExp;
  /** Puts a day off, or forward; by how long: the number and the unit in the groups of `span`. */
  readonly later: RegExp;
  readonly sooner: RegExp;
  readonly span: RegExp;
  readonly units: readonly (readonly [RegExp, 'day' | 'week' | 'month'])[];
  /** Gives an amount or a day another value; by how much of it rather than to what. */
  readonly sets: RegExp;
  /** Changes what there is, as against `creates`. */
  readonly changes: RegExp;
  readonly creates: RegExp;
  readonly raisesBy: RegExp;
  readonly lowersBy: RegExp;
  /** A period of the past that its own name does not say: "last november". Not global: it is tested before a date. */
  readonly lastBefore: RegExp;
  /** What was sold, and what is still to come. */
  readonly sold: RegExp;
  readonly toCome: RegExp;
  /** What comes in from sales. */
  readonly takings: RegExp;
  /** One period set against another. */
  readonly against: RegExp;
  readonly customers: RegExp;
  readonly best: RegExp;
  /** So many from the top of a ranking, the number in the first group. */
  readonly top: RegExp;
  readonly bestSellers: RegExp;
  readonly yearToDate: RegExp;
  readonly periodBefore: RegExp;
  readonly yearBefore: RegExp;
  /** Puts what was listed into an order. */
  readonly sorts: RegExp;
  /** Sums over all deals, by stage or weighed by the probability to be won. */
  readonly pipeline: RegExp;
  readonly byStage: RegExp;
  readonly weighted: RegExp;
  readonly winRate: RegExp;
  readonly averageDeal: RegExp;
  /** How far something to be reached still is; that which is to be reached. */
  readonly target: RegExp;
  readonly quota: RegExp;
  /** Stands beside the name of a deal where nothing is said of it. */
  readonly ofDeal: RegExp;
  /** Says when a deal is to close. */
  readonly closesOn: RegExp;
  /** Wants deals shown. */
  readonly lists: RegExp;
  /** What stands before, or after, a day since when something is. Not global: they are tested beside a date. */
  readonly sinceBefore: RegExp;
  readonly sinceAfter: RegExp;
  /** The end of a period, as a day by which something is. Not global: it is tested on a date. */
  readonly endOf: RegExp;
  /** Before and after the word for a deal that is closed these say when it will be; what may part it from that day. Not global. */
  readonly beforeClosing: RegExp;
  readonly afterClosing: RegExp;
  readonly upToClosing: RegExp;
  /** What somebody ordered last. */
  readonly lastOrder: RegExp;
  /** The days of this week rather than today. */
  readonly week: RegExp;
  /** Visitors who wait for a person, and the taking over of one. */
  readonly queue: RegExp;
  readonly takes: RegExp;
  readonly meetings: RegExp;
  /** Asks to be reminded. */
  readonly reminds: RegExp;
  /** Deals that go wrong: past their day, silent, or long at one stage. */
  readonly slipping: RegExp;
  readonly silent: RegExp;
  readonly stuck: RegExp;
  readonly owns: RegExp;
  readonly team: RegExp;
  readonly everyone: RegExp;
  readonly mine: RegExp;
  readonly me: RegExp;
  /** One rep set beside the others. */
  readonly byRep: RegExp;
  /** What is to be done, or was, by the rep who asks. */
  readonly toDo: RegExp;
  readonly iDid: RegExp;
  readonly ticksOff: RegExp;
  /** Begins a message that something is done. Not global: it is tested once. */
  readonly ticksOffFirst: RegExp;
  /** Writes something down. */
  readonly notes: RegExp;
  /** What a message begins with that is a note. Not global: it is tested once. */
  readonly noteOpening: RegExp;
  /** Begins the part of a note that asks to be reminded. */
  readonly followUp: RegExp;
  readonly wonIt: RegExp;
  /** Names winning without a stage's word. */
  readonly wins: RegExp;
  readonly lostIt: RegExp;
  readonly margin: RegExp;
  /** How many there are of something. */
  readonly howMany: RegExp;
}
