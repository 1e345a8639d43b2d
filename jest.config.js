export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/global-setup.js',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  coverageProvider: 'v8',
  collectCoverageFrom: ['{bot,nlu,dialogs,crm,learning,forecasting}/**/*.ts'],
  // For what hangs: how fast a machine is, no test may ask.
  testTimeout: 240_000,
  maxWorkers: 2,
  // A worker keeps the modules of all the suites it has run.
  workerIdleMemoryLimit: '1GB',
};
