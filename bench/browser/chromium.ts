import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { ensureBrowser } from '../../scripts/browser/browser.ts'
import { launchOptions } from '../../scripts/browser/probe.ts'
import { demoPassword } from '../../scripts/product/api-client.ts'

export async function openChromium(): Promise<Browser> {
  return chromium.launch(launchOptions(await ensureBrowser()))
}

/** Signs in with an empty browser cache. */
export async function signedIn(browser: Browser, baseURL: string, username: string): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1366, height: 768 }, locale: 'en-GB' })
  const response = await context.request.post('/api/auth/login', { data: { username, password: demoPassword } })
  if (!response.ok()) throw new Error(`${username} failed to sign in: ${response.status()}`)
  return context
}

/** Opens a patient's chart and waits until it is live and every card has its data. */
export async function openChart(page: Page, patientId: string): Promise<void> {
  await page.goto(`/patients/${patientId}/chart`)
  await page.locator('[data-connection="live"]').waitFor()
  await page.waitForFunction(() => document.querySelector('main ul') && !document.querySelector('main [aria-busy="true"]'))
}
