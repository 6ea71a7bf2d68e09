import { migrationsFrom } from '@wardline/bff/in-process'
import journal from '../../../bff/src/database/migrations/meta/_journal.json'

const texts = import.meta.glob<string>('../../../bff/src/database/migrations/*.sql', { query: '?raw', import: 'default', eager: true })

/** The steps of the schema, as the bundler read them: a browser has no folder. */
export const migrations = migrationsFrom(journal, (tag) => {
  const text = Object.entries(texts).find(([file]) => file.endsWith(`/${tag}.sql`))?.[1]
  if (text === undefined) throw new Error(`No migration ${tag}`)
  return text
})
