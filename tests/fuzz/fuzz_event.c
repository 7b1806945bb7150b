/* libFuzzer target: a stranger's bytes as events.
 *
 * What decodes must encode to the same bytes. An event that decodes is applied to a case that has not begun, and to one
 * under way: it is folded or found impossible, and then nothing has changed. The input is one event, and besides a row
 * of events, each behind a byte with its length, so that a case can be led deep. */
#include <string.h>

#include "small.h"
#include "run/interpreter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sop *event_sop(void)
{
    static struct small small;
    if (!small.caller)
        small_open(&small);
    return small.caller;
}

/* False where the bytes are no event. */
static bool decode(struct text bytes, struct arena *arena, struct event *event)
{
    struct buf again = BUF_INIT;
    if (event_decode(bytes, arena, event) != EVENT_OK)
        return false;
    event_encode(&again, event);
    must(!again.failed && text_eq(buf_view(&again), bytes));
    buf_release(&again);
    return true;
}

static void fold(struct state *state, const struct event *event, struct arena *arena)
{
    struct state before;
    must(state_copy(&before, state, arena));
    enum applied applied = apply(state, event);
    must(applied != APPLY_MEMORY);
    must(applied == APPLIED || state_same(&before, state));
    must(applied != APPLIED || state->n_events == before.n_events + 1);
}

/* A case of the small SOP that is under way: started with all that it demands. */
static void begin_case(struct state *state, struct arena *arena)
{
    struct decision decision = {.arena = arena};
    uint16_t ktp = sop_document(event_sop(), TEXT("ktp"));
    struct command start = {.kind = COMMAND_START, .choice = CHOICE_NONE, .documents = {&ktp, 1}};
    must(state_init(state, arena, event_sop()));
    must(decide(state, &start, &decision) == VERDICT_YES);
    for (size_t i = 0; i < decision.n; i++)
        must(apply(state, &decision.events[i]) == APPLIED);
}

static void one_event(struct text bytes, struct arena *arena)
{
    struct event event;
    struct state fresh, begun;
    if (!decode(bytes, arena, &event))
        return;
    must(state_init(&fresh, arena, event_sop()));
    fold(&fresh, &event, arena);
    begin_case(&begun, arena);
    fold(&begun, &event, arena);
}

static void row_of_events(struct text rest, struct arena *arena)
{
    struct state state;
    begin_case(&state, arena);
    while (rest.len) {
        struct event event;
        size_t len = (unsigned char)rest.at[0];
        if (len > rest.len - 1)
            len = rest.len - 1;
        if (decode((struct text){rest.at + 1, len}, arena, &event))
            fold(&state, &event, arena);
        rest = (struct text){rest.at + 1 + len, rest.len - 1 - len};
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct text bytes = {(const char *)data, size};
    one_event(bytes, &arena);
    row_of_events(bytes, &arena);
    arena_release(&arena);
    return 0;
}
