import { Refusal } from './refusal.ts'

/**
 * Runs a decision once more when somebody was quicker between reading and recording. The second look gives the
 * loser of a race the reason by name ("claimed by Lina") where the front door can only say that it changed.
 */
export async function retryOnConflict<Answer>(decide: () => Promise<Answer>): Promise<Answer> {
  try {
    return await decide()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'CHANGED_MEANWHILE') return decide()
    throw error
  }
}
