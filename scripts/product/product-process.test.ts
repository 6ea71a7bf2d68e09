import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { requireNode } from '../run/runtime.mjs'

const EXIT_WITHIN_MS = 90_000
const folder = mkdtempSync(path.join(tmpdir(), 'wardline-orphan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))

const launchScript = `
  import { ProductProcess } from ${JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'product-process.ts')).href)}
  const { url } = await ProductProcess.launch(${JSON.stringify(path.join(folder, 'product.log'))})
  console.log(url)`

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

test(
  'the product exits when its parent process is killed',
  async () => {
    const parent = spawn(requireNode(), ['--input-type=module', '--eval', launchScript], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [printed] = await once(parent.stdout, 'data')
    const url = String(printed).trim()
    expect(await isReady(url)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isReady(url), { timeout: EXIT_WITHIN_MS }).toBe(false)
  },
  2 * EXIT_WITHIN_MS,
)
