interface Waiting<Question, Answer> {
  readonly question: Question
  readonly resolve: (answer: Answer | PromiseLike<Answer>) => void
  readonly reject: (error: unknown) => void
}

/**
 * Asks for many at once what many ask at once: a question that comes alone leaves in its own turn; what comes while one
 * is under way leaves together after it. An answer is therefore never older than its question.
 * @param askAll one answer for each question, in their order
 * @param atMost so many in one go: what is answered together is also carried on together, in one turn of the loop
 */
export function batched<Question, Answer>(
  askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  atMost: number,
): (question: Question) => Promise<Answer> {
  const waiting: Waiting<Question, Answer>[] = []
  let underWay = false

  const alone = async (question: Question) => (await askAll([question]))[0] as Answer

  async function ask(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await askAll(batch.map(({ question }) => question))
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer)
    } catch (error) {
      // What is wrong with one question is not the others' business.
      for (const { question, resolve, reject } of batch) batch.length > 1 ? resolve(alone(question)) : reject(error)
    }
  }
  async function askOn(): Promise<void> {
    underWay = true
    while (waiting.length > 0) await ask(waiting.splice(0, atMost))
    underWay = false
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (!underWay) void askOn()
    })
}
