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
  /** What clients show at the handshake; the bare servers ask for nothing. */
  readonly token: string | undefined
}

/** What stands on the bench during a line: the product, its bare counterparts. Each is started once, when first asked for. */
export class BenchContext {
  readonly #log: string
  readonly #built: boolean
  readonly scaled: boolean
  readonly #servers = new Map<string, Promise<Server>>()
  readonly #browsers: Browser[] = []
  readonly #products: Promise<ProductProcess>[] = []
  #ground: Promise<Environment> | null = null
  #folder: string | null = null

  /** @param log for what the product prints @param built the product has its screens @param scaled on servers instead of embedded */
  constructor(log: string, built: boolean, scaled: boolean) {
    this.#log = log
    this.#built = built
    this.scaled = scaled
  }

  get #stands(): Promise<Environment> {
    this.#ground ??= this.scaled ? onServers() : embedded()
    return this.#ground
  }

  product(): Promise<ProductProcess> {
    return this.#products[0] ?? this.another()
  }

  /** One more process of the product; where there are servers it serves the same hospital as the others. */
  another(): Promise<ProductProcess> {
    const launched = this.#stands.then(({ settings }) => ProductProcess.launch(this.#log, null, settings))
    this.#products.push(launched)
    return launched
  }

  /** The product where its screens are looked at. */
  async screens(): Promise<ProductProcess> {
    if (!this.#built) throw new Error('the web app does not build')
    return this.product()
  }

  /** A browser of its own: one browser draws frames only for the page in front. */
  async browser(): Promise<Browser> {
    const browser = await openChromium()
    this.#browsers.push(browser)
    return browser
  }

  /** A server in a process of its own; with another `name`, another one of the same kind. */
  server(file: ServerFile, name: string = file, options: object = {}): Promise<Server> {
    const known = this.#servers.get(name)
    if (known) return known
    const started = this.#start(file, name, options)
    this.#servers.set(name, started)
    return started
  }

  /** Ends a server so and starts another at the same address. */
  async again(file: ServerFile, name: string, options: object, signal: NodeJS.Signals): Promise<Server> {
    const { child, url } = await this.server(file, name, options)
    await child.end(signal)
    this.#servers.delete(name)
    return this.server(file, name, { ...options, port: Number(new URL(url).port) })
  }

  async #start(file: ServerFile, name: string, options: object): Promise<Server> {
    this.#folder ??= mkdtempSync(path.join(tmpdir(), 'wardline-bench-'))
    const place = await (await this.#stands).place(path.join(this.#folder, name))
    const child = new Child(`${file}.ts`)
    const url = await child.ask<string>('listen', { ...options, ...place })
    return { child, url, token: file === 'clients/delivery-server' ? await child.ask<string>('token') : undefined }
  }

  /** Somebody with patients they may record vital signs for. */
  async nurseAndPatients(): Promise<{ nurse: ApiClient; patientIds: readonly string[] }> {
    const nurse = await ApiClient.signIn((await this.product()).url, 'nurse.huda')
    const { rows } = await nurse.query<{ rows: CensusRow[] }>('patients.search', { query: '' })
    if (rows.length === 0) throw new Error('the demo hospital is empty')
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
    await (await this.#ground?.catch(() => null))?.leave()
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** A pulse, as a nurse records it. */
export const vitals = (patientId: string, pulse = 72) => ({
  patientId,
  effectiveAt: new Date().toISOString(),
  values: { respiratoryRate: null, oxygenSaturation: null, systolic: null, diastolic: null, pulse, temperature: null, weight: null },
  confirmed: [],
})

async function productFigure(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const [, figure] = new RegExp(`^${name} (\\S+)`, 'm').exec(text) ?? []
  if (!figure) throw new Error(`the product does not tell ${name}`)
  return Number(figure)
}

/** CPU time of the product so far, all its threads, in milliseconds. */
export const productCpuMs = async (url: string) => (await productFigure(url, 'process_cpu_seconds_total')) * 1000

/** What the product holds of the machine's memory. */
export const productBytes = (url: string) => productFigure(url, 'process_resident_memory_bytes')
