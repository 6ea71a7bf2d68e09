import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import type { CensusRow } from '@wardline/events'
import { ApiClient } from '../../scripts/product/api-client.ts'
import { ProductProcess } from '../../scripts/product/product-process.ts'
import { openChromium } from '../browser/chromium.ts'
import { Child } from './child.ts'
import { type Environment, embedded, onServers } from './environment.ts'

export type ServerFile = 'clients/delivery-server' | 'baselines/ws-server' | 'baselines/socketio-server' | 'baselines/floor-server'

export interface Server {
  readonly child: Child
  readonly url: string
  /** Access token for the handshake; the baseline servers need none. */
  readonly token: string | undefined
}

/** The product and the baseline servers of a case. Each is started once, when first requested. */
export class BenchContext {
  readonly #log: string
  readonly #isBuilt: boolean
  readonly scaled: boolean
  readonly #servers = new Map<string, Promise<Server>>()
  readonly #browsers: Browser[] = []
  readonly #products: Promise<ProductProcess>[] = []
  #environment: Promise<Environment> | null = null
  #folder: string | null = null

  /** @param log file for the product's output @param isBuilt the web app is built @param scaled on servers instead of embedded */
  constructor(log: string, isBuilt: boolean, scaled: boolean) {
    this.#log = log
    this.#isBuilt = isBuilt
    this.scaled = scaled
  }

  get #startedEnvironment(): Promise<Environment> {
    this.#environment ??= this.scaled ? onServers() : embedded()
    return this.#environment
  }

  product(): Promise<ProductProcess> {
    return this.#products[0] ?? this.anotherProduct()
  }

  /** Starts another process of the product; on servers it serves the same hospital as the others. */
  anotherProduct(): Promise<ProductProcess> {
    const launched = this.#startedEnvironment.then(({ settings }) => ProductProcess.launch(this.#log, null, settings))
    this.#products.push(launched)
    return launched
  }

  /** Returns the product for use in a browser. */
  async productWithWebApp(): Promise<ProductProcess> {
    if (!this.#isBuilt) throw new Error('the build of the web app failed')
    return this.product()
  }

  /** Starts a separate browser, because a browser paints only its foreground page. */
  async browser(): Promise<Browser> {
    const browser = await openChromium()
    this.#browsers.push(browser)
    return browser
  }

  /** Returns a server in its own process. @param name distinguishes several servers of one kind */
  server(file: ServerFile, name: string = file, options: object = {}): Promise<Server> {
    const running = this.#servers.get(name)
    if (running) return running
    const started = this.#start(file, name, options)
    this.#servers.set(name, started)
    return started
  }

  /** Ends a server with a signal and starts another at the same address. */
  async restart(file: ServerFile, name: string, options: object, signal: NodeJS.Signals): Promise<Server> {
    const { child, url } = await this.server(file, name, options)
    await child.end(signal)
    this.#servers.delete(name)
    return this.server(file, name, { ...options, port: Number(new URL(url).port) })
  }

  async #start(file: ServerFile, name: string, options: object): Promise<Server> {
    this.#folder ??= mkdtempSync(path.join(tmpdir(), 'wardline-bench-'))
    const location = await (await this.#startedEnvironment).allocate(path.join(this.#folder, name))
    const child = new Child(`${file}.ts`)
    const url = await child.ask<string>('listen', { ...options, ...location })
    return { child, url, token: file === 'clients/delivery-server' ? await child.ask<string>('token') : undefined }
  }

  /** Signs in a nurse. Returns her client and the patients whose vital signs she may record. */
  async nurseAndPatients(): Promise<{ nurse: ApiClient; patientIds: readonly string[] }> {
    const nurse = await ApiClient.signIn((await this.product()).url, 'nurse.huda')
    const { rows } = await nurse.query<{ rows: CensusRow[] }>('patients.search', { query: '' })
    if (rows.length === 0) throw new Error('the demo data has no patients')
    return { nurse, patientIds: rows.map(({ id }) => id) }
  }

  async nurseAndPatient(): Promise<{ nurse: ApiClient; patientId: string }> {
    const { nurse, patientIds } = await this.nurseAndPatients()
    return { nurse, patientId: patientIds[0] as string }
  }

  async clear(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()))
    await Child.endAll()
    for (const product of this.#products) await (await product.catch(() => null))?.remove()
    await (await this.#environment?.catch(() => null))?.stop()
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Input of a command that records a pulse. */
export const vitals = (patientId: string, pulse = 72) => ({
  patientId,
  effectiveAt: new Date().toISOString(),
  values: { respiratoryRate: null, oxygenSaturation: null, systolic: null, diastolic: null, pulse, temperature: null, weight: null },
  confirmed: [],
})

async function readMetric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const [, value] = new RegExp(`^${name} (\\S+)`, 'm').exec(text) ?? []
  if (!value) throw new Error(`metric ${name} not found`)
  return Number(value)
}

/** Returns the CPU time of the product with all its threads, in milliseconds. */
export const productCpuMs = async (url: string) => (await readMetric(url, 'process_cpu_seconds_total')) * 1000

/** Returns the resident memory of the product. */
export const productBytes = (url: string) => readMetric(url, 'process_resident_memory_bytes')
