import { Refusal } from './refusal.ts'

/**
 * Runs a decision a second time when another change was recorded between its read and its write. The second run
 * refuses with the specific reason ("claimed by Lina") instead of a version conflict.
 */
export async function retryOnConflict<Answer>(decide: () => Promise<Answer>): Promise<Answer> {
  try {
    return await decide()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'VERSION_CONFLICT') return decide()
    throw error
  }
}
