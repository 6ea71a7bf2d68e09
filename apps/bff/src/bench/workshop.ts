import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import type { CensusRow } from '@wardline/events'
import { Person } from '../../../../scripts/person.ts'
import { ProductProcess } from '../../../../scripts/product.ts'
import { Child } from './child.ts'
import { openChromium } from './window.ts'

export type ServerFile = 'delivery-server' | 'bare/ws-server' | 'bare/socketio-server' | 'bare/floor-server'

export interface Server {
  readonly child: Child
  readonly url: string
  /** What clients show at the handshake; the bare servers ask for nothing. */
  readonly token: string | undefined
}

/** What stands on the bench during a line: the product, its bare counterparts. Each is started once, when first asked for. */
export class Workshop {
  readonly #log: string
  readonly #data = mkdtempSync(path.join(tmpdir(), 'wardline-bench-'))
  readonly #built: boolean
  readonly #servers = new Map<string, Promise<Server>>()
  readonly #browsers: Browser[] = []
  #product: Promise<ProductProcess> | null = null

  /** @param log for what the product prints @param built the product has its screens */
  constructor(log: string, built: boolean) {
    this.#log = log
    this.#built = built
  }

  /** @param data a data folder to begin with a copy of, when the product is asked for the first time */
  product(data: string | null = null): Promise<ProductProcess> {
    this.#product ??= ProductProcess.launch(this.#log, data)
    return this.#product
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
    const started = this.#start(file, { ...options, folder: path.join(this.#data, name) })
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

  async #start(file: ServerFile, options: object): Promise<Server> {
    const child = new Child(`${file}.ts`)
    const url = await child.ask<string>('listen', options)
    return { child, url, token: file === 'delivery-server' ? await child.ask<string>('token') : undefined }
  }

  /** Somebody with patients they may record vital signs for. */
  async nurseAndPatients(): Promise<{ nurse: Person; patientIds: readonly string[] }> {
    const nurse = await Person.signIn((await this.product()).url, 'nurse.huda')
    const { rows } = await nurse.ask<{ rows: CensusRow[] }>('patients.search', { query: '' })
    if (rows.length === 0) throw new Error('the demo hospital is empty')
    return { nurse, patientIds: rows.map(({ id }) => id) }
  }

  async nurseAndPatient(): Promise<{ nurse: Person; patientId: string }> {
    const { nurse, patientIds } = await this.nurseAndPatients()
    return { nurse, patientId: patientIds[0] as string }
  }

  async clear(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()))
    await Child.endAll()
    await (await this.#product?.catch(() => null))?.remove()
    rmSync(this.#data, { recursive: true, force: true })
  }
}

/** A pulse, as a nurse records it. */
export const vitals = (patientId: string, pulse = 72) => ({
  patientId,
  effectiveAt: new Date().toISOString(),
  values: { respiratoryRate: null, oxygenSaturation: null, systolic: null, diastolic: null, pulse, temperature: null, weight: null },
  confirmed: [],
})

/** CPU time of the product so far, all its threads, in milliseconds. */
export async function productCpuMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const [, seconds] = /^process_cpu_seconds_total (\S+)/m.exec(text) ?? []
  if (!seconds) throw new Error('the product does not tell its CPU time')
  return Number(seconds) * 1000
}
