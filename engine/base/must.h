/* We erred: the fourth way to say no, for our own mistakes alone.
 *
 * must(cond) is on in every build. It is never used for what comes from outside: an author's error is a
 * finding, an operator's a refusal, the world's a failure. Where a condition does not hold, the program ends
 * through one hook before it can write a wrong record. */
#ifndef BASE_MUST_H
#define BASE_MUST_H

/* Called once with the broken condition and its place; if it returns, the process aborts. */
typedef void must_hook(const char *condition, const char *file, int line);

/* Replaces the hook (NULL: none). Not for use while threads run. */
void must_set_hook(must_hook *hook);

_Noreturn void must_fail(const char *condition, const char *file, int line);

#define must(cond) ((cond) ? (void)0 : must_fail(#cond, __FILE__, __LINE__))

#endif
