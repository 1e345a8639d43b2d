/** The fields of the unique index that a write hit, or undefined when the error is another one. */
export function duplicateKey(error: unknown): Record<string, unknown> | undefined {
  if (typeof error !== 'object' || error === null || (error as { code?: unknown }).code !== 11_000)
    return undefined;
  return (error as { keyValue?: Record<string, unknown> }).keyValue ?? {};
}
