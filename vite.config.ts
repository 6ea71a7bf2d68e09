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

/** Tests use the React compiler like the build. */
const reactPlugins = (): PluginOption[] => [react(), babel({ presets: [reactCompilerPreset()] }) as Promise<Plugin>]

/** Serves msw's worker for `npm run dev:mock` directly from the package, so that no copy becomes stale or is built. */
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

/** Proxied requests carry the BFF's own origin, so that its origin check needs no exception for development. */
const toBff = { target: bff, changeOrigin: true, headers: { origin: bff } }

/** Most tests of the BFF use a real database, whose cold start alone can take the default five seconds. */
const DATABASE_TEST_MS = 60_000

/** Test projects do not inherit the page's configuration, because its plugins would run twice. */
const standalone = { extends: false as const }

/** Uses all cores; Vitest's default leaves one free. */
const workers = { maxWorkers: '100%' }

const onNode = (name: string, include: string[]) => ({
  ...standalone,
  root: here,
  cacheDir: path.join(here, 'node_modules/.cache/vitest'),
  test: { ...workers, name, include, environment: 'node' as const, testTimeout: DATABASE_TEST_MS, hookTimeout: DATABASE_TEST_MS },
})

/**
 * Runs the tests that use the database on PostgreSQL as well, so that both drivers behave the same. Skipped without
 * PostgreSQL, which `scripts/servers/ensure-servers.ts` reports.
 */
const onPostgres = () => {
  const folders = ['record', 'consumers', 'database', 'features']
  const project = onNode(
    'postgres',
    folders.map((folder) => `apps/bff/src/${folder}/**/*.test.ts`),
  )
  const setup = path.join(here, 'apps/bff/src/testing/postgres-setup.ts')
  return { ...project, test: { ...project.test, globalSetup: [setup], env: { WARDLINE_TEST_DATABASE: 'postgres' } } }
}

const inDom = (name: string, folder: string) => ({
  ...standalone,
  root: here,
  cacheDir: path.join(here, 'node_modules/.cache/vitest'),
  plugins: reactPlugins(),
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
  plugins: [...reactPlugins(), mockWorker],
  server: {
    port: Number(process.env.WEB_PORT ?? 5173),
    proxy: { '/trpc': toBff, '/api': toBff, '/fhir': toBff, '/socket.io': { ...toBff, ws: true } },
  },
  build: {
    outDir: path.join(web, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      // 'use no memo' is for the React compiler, which has run before the bundler.
      checks: { moduleLevelDirective: false },
      output: {
        codeSplitting: {
          // Libraries are separate chunks, so that browsers keep them cached across our releases.
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
