import { type Browser, chromium as playwright } from 'playwright-core';

const SYSTEM_LIBRARIES = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64', '/usr/lib64'];

/**
 * Chromium from its npm package, without any connection of its own. The variable makes the package unpack the
 * shared libraries that it brings for machines that lack them; where the system has them, those are found first.
 */
export async function launchBrowser(): Promise<Browser> {
  const inherited = process.env.LD_LIBRARY_PATH;
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  const executablePath = await chromium.executablePath();
  const brought = process.env.LD_LIBRARY_PATH;
  const env = Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  return playwright.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    env: { ...env, LD_LIBRARY_PATH: [inherited, ...SYSTEM_LIBRARIES, brought].filter(Boolean).join(':') },
  });
}
