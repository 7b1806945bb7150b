/* libFuzzer target: a stranger's bytes as the state of a case, as a store keeps it.
 *
 * What decodes must encode to the same bytes; and such a case can be looked at and worked on: every step that is due is
 * completed, expired or refused, and what follows is found or refused, without an end of the program. */
#include "small.h"
#include "run/interpreter.h"
#include "run/state_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sop *state_fuzz_sop(void)
{
    static struct small small;
    if (!small.caller)
        small_open(&small);
    return small.caller;
}

static void work_on(const struct state *state, uint16_t step, struct arena *arena)
{
    static const enum command_kind kinds[] = {COMMAND_COMPLETE, COMMAND_EXPIRE, COMMAND_CANCEL};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (int answer = ANSWER_NONE; answer <= ANSWER_TIDAK; answer++) {
            struct decision decision = {.arena = arena};
            struct state after;
            struct command command = {.kind = kinds[i],
                                      .depth = state->depth,
                                      .step = step,
                                      .answer = (enum answer)answer,
                                      .choice = CHOICE_NONE};
            must(state_copy(&after, state, arena));
            enum verdict verdict = decide(state, &command, &decision);
            must(verdict != VERDICT_MEMORY);
            for (size_t e = 0; verdict == VERDICT_YES && e < decision.n; e++)
                must(apply(&after, &decision.events[e]) == APPLIED);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct text bytes = {(const char *)data, size};
    struct state state;
    if (state_decode(bytes, state_fuzz_sop(), &arena, &state) == STATE_OK) {
        struct buf again = BUF_INIT;
        state_encode(&again, &state);
        must(!again.failed && text_eq(buf_view(&again), bytes));
        buf_release(&again);
        const struct plan *plan = &state_sop(&state)->plan;
        const uint64_t *due = state_due(&state, state.depth);
        for (ptrdiff_t s = 0; (s = bits_next(due, plan->step_words, (size_t)s)) >= 0; s++)
            work_on(&state, (uint16_t)s, &arena);
    }
    arena_release(&arena);
    return 0;
}
