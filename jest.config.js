export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/global-setup.js',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  coverageProvider: 'v8',
  collectCoverageFrom: ['{bot,nlu,dialogs,crm,learning,forecasting}/**/*.ts'],
  // Ends what hangs, and nothing that is only slow. Longer than `until` waits, which then says what did not come.
  testTimeout: 240_000,
  maxWorkers: 2,
  // A worker keeps the modules of all the suites it has run.
  workerIdleMemoryLimit: '1GB',
};
