// Categories by words of the name; the first rule that matches decides, so the narrow ones stand first.

const HOME_DECOR = 'Home decor';

const RULES: readonly (readonly [category: string, words: RegExp])[] = [
  ['Christmas', /christmas|advent|reindeer|sleigh/],
  ['Doormats', /doormat/],
  [HOME_DECOR, /wall art|metal sign|\bsign$|hanging decoration/],
  ['Warmers & comfort', /hot water bottle|hottie|hand warmer/],
  ['Bags', /\b(jumbo|lunch|charlotte|picnic|recycling|storage) bag|jumbo bag|\bshopper\b/],
  ['Lighting & candles', /\bt-light|lights?\b|lantern|candle/],
  ['Clocks', /clock/],
  ['Kitchen & tea', /cookie|cutlery|lunch box/],
  ['Toys & children', /skipping rope|skittles|dominoes|harmonica|snap cards|card game|gliders|colouring|modelling/],
  ['Toys & children', /paint set|knitting|\bdoll\b|babushka|alphabet blocks|lip gloss|plasters|flower friends|rounders|ruler/],
  ['Party', /bunting|paper chain|cake cases|party|napkins|popcorn|doilies|tissues|crackers/],
  ['Garden', /garden|kneeling|flytrap|plant holder|croquet|parasol|silk fan|picnic/],
  ['Kitchen & tea', /cake ?stand|cake tin|\btea\b|teacup|teapot|sugar|milk|jug|jam making|baking|kitchen|bread bin|biscuit/],
  ['Kitchen & tea', /recipe|spice|snack box|jelly|rolling pin|egg cup|mug|bowls|knick knack|food container/],
  ['Stationery & gifts', /notebook|sewing|ribbon|card holder|trinket|felt ?craft|mini case|memo ?board|umbrella|flannel|metal box/],
]; // biome-ignore format: one rule a line

export const categoryOf = (name: string): string =>
  RULES.find(([, words]) => words.test(name.toLowerCase()))?.[0] ?? HOME_DECOR;
