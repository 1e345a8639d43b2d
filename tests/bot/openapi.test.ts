import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import request from 'supertest';
import { parse } from 'yaml';
import { z } from 'zod';
import { activitySchema } from '../../bot/channels/teams/parse.ts';
import { dataUrl, meetingUrl } from '../../bot/documents/documents.ts';
import { type ErrorCode, RainmakerError } from '../../bot/errors.ts';
import { type OpenDoors, openDoors } from '../../bot/server.ts';
import { openApiSchema } from '../support/openapi-schema.ts';
import { openTestApp, openTestServer, type TestApp, type TestServer } from '../support/server.ts';
import { connectWidget } from '../support/widget-client.ts';

const read = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');

type Json = { readonly [key: string]: Json } & readonly Json[] & string;

const source = parse(read('docs/openapi.yaml')) as Json;

/** What a reference of the document points at; other values as they are. */
const resolve = (value: Json): Json =>
  typeof value?.$ref === 'string'
    ? (value.$ref as string)
        .split('/')
        .slice(1)
        .reduce<Json>((at, key) => at[key]!, source)
    : value;

/** The same with every reference in it resolved. */
const resolveAll = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value;
  const target = resolve(value);
  return (
    Array.isArray(target)
      ? target.map(resolveAll)
      : Object.fromEntries(Object.entries(target).map(([key, inner]) => [key, resolveAll(inner)]))
  ) as Json;
};

const document = resolveAll(source);
const operations = Object.entries(document.paths!).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);
const operationOf = (name: string): Json => operations.find((one) => one.name === name)!.operation;

interface Example {
  readonly where: string;
  readonly status: number | undefined;
  readonly schema: Json;
  readonly name: string;
  readonly value: unknown;
}

const examplesOf = (where: string, content: Json | undefined, status?: number): Example[] =>
  Object.values(content ?? {}).flatMap((media) => [
    ...('example' in media
      ? [{ where, status, schema: media.schema!, name: where, value: media.example }]
      : []),
    ...Object.entries(media.examples ?? {}).map(([name, example]) => ({
      where: `${where}, ${name}`,
      status,
      schema: media.schema!,
      name,
      value: example.value,
    })),
  ]);

const examples = operations.flatMap(({ name, operation }) => [
  ...examplesOf(`${name}, request`, operation.requestBody?.content),
  ...Object.entries(operation.responses!).flatMap(([status, { content }]) =>
    examplesOf(`${name}, ${status}`, content, Number(status)),
  ),
]);

const errorsOf = (value: unknown, schema: Json): string | undefined => {
  const checked = z.fromJSONSchema(schema as never).safeParse(value);
  return checked.success ? undefined : z.prettifyError(checked.error);
};

/** A schema without what is only said to readers. */
const bare = (schema: unknown): unknown =>
  JSON.parse(
    JSON.stringify(schema, (key, value) => (/^(description|\$schema)$/.test(key) ? undefined : value)),
  );

describe('the document', () => {
  test('is one of OpenAPI 3.1', () => {
    const { error } = openApiSchema.safeParse(source);
    expect(error && z.prettifyError(error)).toBeUndefined();
    expect(document.info!.version).toBe((JSON.parse(read('package.json')) as Json).version);
  });

  test('refers only to what is there, and uses every component but the answer of any other address', () => {
    const used = [...JSON.stringify(source).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(
      ([, at]) => at,
    );
    const there = Object.entries(source.components!).flatMap(([kind, named]) =>
      Object.keys(named).map((name) => `${kind}/${name}`),
    );
    expect(used.filter((at) => !there.includes(at!))).toEqual([]);
    const idle = there.filter((at) => !at.startsWith('securitySchemes/') && !used.includes(at));
    expect(idle).toEqual(['responses/NotFound']);
  });

  test('takes what the door of the Bot Framework takes', () => {
    const schema = operationOf('POST /api/messages').requestBody!.content!['application/json']!.schema;
    expect(bare(schema)).toEqual(bare(z.toJSONSchema(activitySchema, { io: 'input' })));
  });

  test.each(examples)('gives examples that are as it says: $where', ({ name, status, schema, value }) => {
    expect(errorsOf(value, schema)).toBeUndefined();
    if (status !== undefined && status >= 400) {
      expect((value as Json).error!.code).toBe(name);
      expect(new RainmakerError(name as ErrorCode, '').status).toBe(status);
    }
  });

  test('shows every code that it names', () => {
    const { NotFound } = document.components!.responses!;
    const shown = [...examples, ...examplesOf('anywhere', NotFound!.content)].map(({ name }) => name);
    const named = document.components!.schemas!.Error!.properties!.error!.properties!.code!.enum!;
    expect([...named].filter((code) => !shown.includes(code))).toEqual([]);
  });
});

describe('the routes', () => {
  let app: TestApp;
  let open: OpenDoors;
  beforeAll(async () => {
    app = await openTestApp({ forecasts: false, sampleShop: false });
    open = openDoors(app.app);
  });
  afterAll(() => app?.stop());

  test('are those of the document, and no others', () => {
    const layers = (open.web.router as unknown as { stack: { route?: Route }[] }).stack;
    const served = [
      ...layers.flatMap(({ route }) =>
        route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
      ),
      ...[...open.doors.keys()].map((path) => `POST ${path}`),
    ];
    const described = operations.map(({ name }) => name.replace(/\{(\w+)\}/g, ':$1'));
    expect(described.sort()).toEqual(served.sort());
  });

  test('say that the store is gone where it is', async () => {
    const gone = { ping: () => Promise.reject(new Error('gone')) };
    const spy = jest.spyOn(app.app.store.models.connection.db!, 'admin').mockReturnValue(gone as never);
    const { status, body } = await request(open.http).get('/readyz');
    spy.mockRestore();
    const [example] = examples.filter(({ where }) => where.startsWith('GET /readyz, 503'));
    expect({ status, body }).toEqual({ status: 503, body: example!.value });
  });
});

interface Route {
  readonly path: string;
  readonly methods: Readonly<Record<string, boolean>>;
}

describe('real answers', () => {
  let server: TestServer;
  const links: Record<string, string> = {};
  beforeAll(async () => {
    server = await openTestServer({ forecasts: false });
    const { links: signed, store } = server.app;
    const visitor = await connectWidget(server.url);
    await visitor.say('how much is the party bunting?');
    const quote = await visitor.say('make me a quote for 12');
    visitor.socket.disconnect();
    links['/quotes/{token}.pdf'] = quote.reply.links[0]!.url;
    const { identity, conversationId } = (await store.models.Quote.findOne().lean())!;
    const now = new Date();
    links['/data/{token}.json'] = dataUrl(signed, identity, now);
    const meeting = { number: 'M-260304-4K7P2M', status: 'booked', repKey: 'ruth', with: {} } as const;
    const at = { startsAt: now, endsAt: now, identity, conversationId, effectKey: 'meeting' };
    await store.models.Meeting.create({ ...meeting, ...at });
    links['/meetings/{token}.ics'] = meetingUrl(signed, meeting.number, 'en', now);
  });
  afterAll(() => server?.stop());

  /** Asks and checks that status, type and body of the answer are described. */
  const answerOf = async (name: string, ask: (url: string) => request.Test): Promise<request.Response> => {
    const path = name.split(' ')[1]!;
    const response = await ask(links[path] ?? server.url + path);
    const described = operationOf(name).responses![response.status];
    expect(described).toBeDefined();
    const [type] = response.type.split(';');
    expect(type === '' ? undefined : type).toBe(Object.keys(described!.content ?? {})[0]);
    const schema = described!.content?.['application/json']?.schema;
    if (schema) expect(errorsOf(response.body, schema)).toBeUndefined();
    return response;
  };
  const get = (url: string) => request(url).get('');

  test.each(operations.filter(({ name }) => name.startsWith('GET')))(
    '$name is answered as described',
    async ({ name, operation }) => {
      const response = await answerOf(name, get);
      expect(response.status).toBe(200);
      for (const [header, { schema }] of Object.entries(operation.responses!['200']!.headers ?? {}))
        expect(errorsOf(response.headers[header.toLowerCase()], schema!)).toBeUndefined();
      const [example] = examples.filter(({ where }) => where === `${name}, 200`);
      if (example) expect(response.body).toEqual(example.value);
      if (!name.includes('{')) return;
      // One letter of the signature is another.
      const url = links[name.slice(4)]!.replace(/.(?=\.\w+$)/, (letter) => (letter === 'A' ? 'Q' : 'A'));
      expect((await answerOf(name, () => get(url))).status).toBe(410);
    },
  );

  const activity = {
    ...(examples.find(({ where }) => where === 'POST /api/messages, request')!.value as object),
    serviceUrl: 'http://127.0.0.1:9/',
  };

  test.each<[number, unknown]>([
    [200, { ...activity, type: 'typing' }],
    [400, []],
    [400, { ...activity, from: undefined }],
    [403, { ...activity, serviceUrl: 'https://example.org/' }],
    [413, { ...activity, text: 'x'.repeat(300_000) }],
  ])('POST /api/messages: %d', async (status, body) => {
    const response = await answerOf('POST /api/messages', (url) =>
      request(url)
        .post('')
        .send(body as object),
    );
    expect(response.status).toBe(status);
  });

  test('any other address', async () => {
    const { status, body } = await request(server.url).get('/api/orders');
    const [example] = examplesOf('', document.components!.responses!.NotFound!.content);
    expect({ status, body }).toEqual({ status: 404, body: example!.value });
  });
});
