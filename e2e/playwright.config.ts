import { defineConfig } from '@playwright/test'
import { cachedBrowser } from '../scripts/browser/browser.ts'
import { launchOptions } from '../scripts/browser/probe.ts'

const browser = cachedBrowser()
const report = process.env.WARDLINE_E2E_REPORT

export default defineConfig({
  testDir: 'stories',
  globalSetup: './fixtures/demo-data.ts',
  outputDir: '../test-results/stories',
  fullyParallel: true,
  // Each worker runs a BFF with its database and a browser; more workers than cores slow each other down.
  workers: process.env.E2E_WORKERS ? Number(process.env.E2E_WORKERS) : 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Generous, because two browsers and a database can share two busy cores.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ...(report ? ([['json', { outputFile: report }]] as const) : [])],
  use: {
    viewport: { width: 1366, height: 768 },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'Africa/Khartoum',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: browser ? launchOptions(browser) : {},
  },
})
