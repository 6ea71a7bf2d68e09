import { createReadStream } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import babel from '@rolldown/plugin-babel'
import react, { reactCompilerPreset } from '@vitejs/plugin-react'
import { findServers } from '@wardline/test-kit/servers/programs'
import type { Plugin, PluginOption } from 'vite'
import { defineConfig } from 'vitest/config'

const here = import.meta.dirname
const web = path.join(here, 'apps/web')
const bff = `http://${process.env.HOST ?? '127.0.0.1'}:${process.env.PORT ?? 8080}`

/** The screens are tested as they ship: through the compiler. */
const screens = (): PluginOption[] => [react(), babel({ presets: [reactCompilerPreset()] }) as Promise<Plugin>]

/** The stand-in for the server in `npm run dev:mock`, as its package ships it: no copy to grow old, none in what is built. */
const mockWorker: Plugin = {
  name: 'mock-worker',
  apply: 'serve',
  configureServer: ({ middlewares, config }) => {
    if (config.mode !== 'mock') return
    const worker = fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js'))
    middlewares.use('/mockServiceWorker.js', (_, response) => {
      response.setHeader('content-type', 'text/javascript')
      createReadStream(worker).pipe(response)
    })
  },
}

/** The page speaks to the BFF under the BFF's own origin, so its origin check needs no exception for development. */
const toBff = { target: bff, changeOrigin: true, headers: { origin: bff } }

/** A real database behind most tests of the BFF: a cold start alone can take the default five seconds. */
const DATABASE_TEST_MS = 60_000

/** A test project takes nothing of the page's own configuration: its plugins would run twice. */
const alone = { extends: false as const }

/** All cores, said for each project: by itself it leaves one to somebody at the machine. */
const workers = { maxWorkers: '100%' }

const onNode = (name: string, include: string[]) => ({
  ...alone,
  root: here,
  cacheDir: path.join(here, 'node_modules/.cache/vitest'),
  test: { ...workers, name, include, environment: 'node' as const, testTimeout: DATABASE_TEST_MS, hookTimeout: DATABASE_TEST_MS },
})

/**
 * What reads and writes the database, on a PostgreSQL server as well: the same tests, so that the two drivers cannot
 * drift. Where PostgreSQL is not installed, `scripts/servers/ensure-servers.ts` said so.
 */
const onPostgres = () => {
  const parts = ['record', 'consumers', 'database', 'features']
  const project = onNode(
    'postgres',
    parts.map((part) => `apps/bff/src/${part}/**/*.test.ts`),
  )
  const setup = path.join(here, 'apps/bff/src/testing/postgres-setup.ts')
  return { ...project, test: { ...project.test, globalSetup: [setup], env: { WARDLINE_TEST_DATABASE: 'postgres' } } }
}

const inDom = (name: string, folder: string) => ({
  ...alone,
  root: here,
  cacheDir: path.join(here, 'node_modules/.cache/vitest'),
  plugins: screens(),
  test: {
    ...workers,
    name,
    include: [`${folder}/src/**/*.test.{ts,tsx}`],
    environment: 'jsdom' as const,
    setupFiles: [path.join(here, 'scripts/vitest/dom.ts')],
    testTimeout: 30_000,
  },
})

export default defineConfig({
  root: process.env.VITEST ? here : web,
  cacheDir: path.join(here, 'node_modules/.cache/vite'),
  plugins: [...screens(), mockWorker],
  server: {
    port: Number(process.env.WEB_PORT ?? 5173),
    proxy: { '/trpc': toBff, '/api': toBff, '/fhir': toBff, '/socket.io': { ...toBff, ws: true } },
  },
  build: {
    outDir: path.join(web, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      // 'use no memo' is for the compiler, which has run when the bundler meets it.
      checks: { moduleLevelDirective: false },
      output: {
        codeSplitting: {
          // What changes with our releases is kept apart from what changes with React's and MUI's, so a browser keeps the larger part.
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'style', test: /node_modules\/(@mui\/(system|utils|styled-engine|private-theming)|@emotion|stylis)\// },
          ],
        },
      },
    },
  },
  test: {
    projects: [
      onNode('events', ['packages/events/src/**/*.test.ts']),
      onNode('sync', ['packages/sync/src/{client,server,protocol}/**/*.test.ts']),
      onNode('bff', ['apps/bff/src/**/*.test.ts', 'packages/test-kit/src/**/*.test.ts', 'bench/**/*.test.ts']),
      onNode('system', ['tests/system/**/*.test.ts']),
      ...(findServers().postgres ? [onPostgres()] : []),
      onNode('contract', ['packages/sync/src/testing/**/*.test.ts', 'apps/web/contract/**/*.test.ts']),
      onNode('scripts', ['scripts/**/*.test.ts']),
      inDom('ui', 'packages/ui'),
      inDom('web', 'apps/web'),
    ],
  },
})
