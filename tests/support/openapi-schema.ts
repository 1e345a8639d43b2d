import { z } from 'zod';

/**
 * The form of a document of OpenAPI 3.1.1, https://spec.openapis.org/oas/v3.1.1.html section 4.8, as far as a server without
 * callbacks and links needs it: a field that is not named here is refused.
 */
const text = z.string().min(1);
const reference = z.strictObject({ $ref: z.string().regex(/^#\/components\//) });
const orReference = <Schema extends z.ZodType>(schema: Schema) => z.union([reference, schema]);
const named = <Schema extends z.ZodType>(schema: Schema) =>
  z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), schema);

/** JSON Schema 2020-12. */
const jsonSchema: z.ZodType = z.union([
  z.boolean(),
  z.lazy(() =>
    z.strictObject({
      $ref: text.optional(),
      type: z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']).optional(),
      description: text.optional(),
      const: z.unknown().optional(),
      enum: z.array(z.string()).min(1).optional(),
      format: z.enum(['uri', 'date-time']).optional(),
      pattern: z.string().optional(),
      minLength: z.int().min(0).optional(),
      maxLength: z.int().min(0).optional(),
      items: jsonSchema.optional(),
      maxItems: z.int().min(0).optional(),
      properties: z.record(z.string(), jsonSchema).optional(),
      required: z.array(text).optional(),
      additionalProperties: jsonSchema.optional(),
      anyOf: z.array(jsonSchema).min(1).optional(),
    }),
  ),
]);

const mediaType = z
  .strictObject({
    schema: jsonSchema.optional(),
    example: z.unknown().optional(),
    examples: named(z.strictObject({ summary: text.optional(), value: z.unknown() })).optional(),
  })
  .refine(({ example, examples }) => example === undefined || examples === undefined, 'one or many examples');
const content = z.record(z.string().regex(/^[\w.+-]+\/[\w.+-]+$/), mediaType);
const header = z.strictObject({ description: text.optional(), schema: jsonSchema });
const parameter = z
  .strictObject({
    name: text,
    in: z.enum(['path', 'query', 'header', 'cookie']),
    description: text.optional(),
    required: z.boolean().optional(),
    schema: jsonSchema,
  })
  .refine((one) => one.in !== 'path' || one.required === true, 'a parameter of the path is required');
const response = z.strictObject({
  description: text,
  headers: named(orReference(header)).optional(),
  content: content.optional(),
});
const security = z.array(z.record(z.string(), z.array(z.string())));
const operation = z.strictObject({
  tags: z.array(text).min(1),
  operationId: text,
  summary: text,
  description: text.optional(),
  parameters: z.array(orReference(parameter)).optional(),
  requestBody: z
    .strictObject({ description: text.optional(), required: z.boolean().optional(), content })
    .optional(),
  responses: z.record(z.string().regex(/^([1-5]\d\d|default)$/), orReference(response)),
  security: security.optional(),
});
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export const openApiSchema = z
  .strictObject({
    openapi: z.string().regex(/^3\.1\.\d+$/),
    info: z.strictObject({
      title: text,
      version: text,
      summary: text.optional(),
      description: text.optional(),
      license: z.strictObject({ name: text, identifier: text.optional() }).optional(),
    }),
    servers: z.array(z.strictObject({ url: text, description: text.optional() })).optional(),
    security: security.optional(),
    tags: z.array(z.strictObject({ name: text, description: text.optional() })).optional(),
    paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(METHODS), operation)),
    components: z.strictObject({
      securitySchemes: named(
        z.strictObject({
          type: z.literal('http'),
          scheme: text,
          bearerFormat: text.optional(),
          description: text.optional(),
        }),
      ).optional(),
      parameters: named(parameter).optional(),
      headers: named(header).optional(),
      schemas: named(jsonSchema).optional(),
      responses: named(response).optional(),
    }),
  })
  .superRefine(({ paths, tags = [], components }, context) => {
    const fault = (message: string) => context.addIssue({ code: 'custom', message });
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods).map((one) => ({ path, ...one })),
    );
    const ids = operations.map(({ operationId }) => operationId);
    if (new Set(ids).size < ids.length) fault('two operations have the same id');
    const known = tags.map(({ name }) => name);
    const schemes = Object.keys(components.securitySchemes ?? {});
    for (const { path, operationId, parameters = [], tags: own, security: needs = [] } of operations) {
      const inPath = parameters.flatMap((one) => {
        const found = '$ref' in one ? components.parameters?.[one.$ref.split('/').at(-1)!] : one;
        return found?.in === 'path' ? [found.name] : [];
      });
      const template = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      if (template.join() !== inPath.join())
        fault(`${operationId}: parameters of the path are not described`);
      if (own.some((tag) => !known.includes(tag))) fault(`${operationId}: a tag is not declared`);
      if (needs.some((need) => Object.keys(need).some((name) => !schemes.includes(name))))
        fault(`${operationId}: a security scheme is not declared`);
    }
  });
