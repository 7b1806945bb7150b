#include "api/observed.h"

#include "api/chronicle.h"
#include "base/sort.h"

/* Values while they are collected. */
struct series {
    int64_t *at;
    size_t n, room;
};

struct seen_step {
    struct text path;
    size_t n, asked, tidak;
    struct series took;
};

/* What is collected for one SOP. */
struct gathered {
    const struct sop *sop;
    struct observed *observed;
    const struct workclock *clock; /* NULL: a file of its holidays has an error */
    struct series elapsed;
    struct seen_step *steps;
    size_t n_steps, room_steps;
    struct map by_path;
};

/* A frame of the case that is folded: which of its steps were due after the last event, and since when. */
struct waits {
    uint64_t *due;
    int64_t *since;
};

/* A case that is folded. */
struct followed {
    struct gathered *to;
    struct state state;
    struct waits waits[MAX_CALL_DEPTH + 1];
    int64_t started; /* STORE_NO_TIME before */
};

struct observation {
    struct desk desk;
    struct arena *arena;   /* of what is handed out */
    struct arena scratch;  /* of a case */
    struct arena page;     /* of a page of cases */
    struct gathered *each; /* SOP by SOP */
    struct map by_sop;
    int64_t last; /* the head's `seq`, as it was seen first */
};

/* --- numbers --- */

size_t nearest_rank(size_t n, size_t tenths) { return n / 10 * tenths + (n % 10 * tenths + 9) / 10; }

static bool add_value(struct series *series, int64_t value, struct arena *arena)
{
    int64_t *grown = arena_room(arena, series->at, series->n, &series->room, sizeof *grown);
    if (!grown)
        return false;
    series->at = grown;
    series->at[series->n++] = value;
    return true;
}

static int by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool summarise(struct observed_times *times, struct series *series)
{
    struct arena scratch = ARENA_INIT;
    bool sorted = sort_stable(series->at, series->n, sizeof *series->at, by_value, &scratch);
    arena_release(&scratch);
    *times = (struct observed_times){.n = series->n};
    if (sorted && series->n) {
        times->median_ms = series->at[nearest_rank(series->n, 5) - 1];
        times->p90_ms = series->at[nearest_rank(series->n, 9) - 1];
    }
    return sorted;
}

static void note_years(struct gathered *to, int64_t from, int64_t until)
{
    int32_t last = calendar_parts_of(moment_parts_of(until, to->clock->east).date).year;
    for (int32_t year = calendar_parts_of(moment_parts_of(from, to->clock->east).date).year; year <= last; year++)
        if (!years_has(&to->clock->known, year))
            years_add(&to->observed->guessed, year);
}

/* Adds the working time between two moments, where the clock knows both. */
static bool add_time(struct gathered *to, struct series *series, int64_t from, int64_t until, struct arena *arena)
{
    if (to->observed->no_time != WORDS_COUNT)
        return true;
    int32_t east = to->clock->east;
    if (!moment_is_known(from, east) || !moment_is_known(until, east))
        return true;
    note_years(to, from, until);
    return add_value(series, workclock_between(to->clock, from, until), arena);
}

/* --- a case --- */

static struct seen_step *step_at(struct gathered *to, struct text path, struct arena *arena)
{
    int64_t found = map_find(&to->by_path, path);
    if (found >= 0)
        return &to->steps[found];
    struct seen_step *grown = arena_room(arena, to->steps, to->n_steps, &to->room_steps, sizeof *grown);
    char *kept = grown ? arena_copy(arena, path.at, path.len) : NULL;
    if (!kept)
        return NULL;
    to->steps = grown;
    grown[to->n_steps] = (struct seen_step){.path = {kept, path.len}};
    if (map_add(&to->by_path, arena, grown[to->n_steps].path, (uint32_t)to->n_steps) == MAP_MEMORY)
        return NULL;
    return &grown[to->n_steps++];
}

/* The step that the event completed, due since then. */
static bool take_step(struct observation *o, struct gathered *to, const struct told_event *told, int64_t since)
{
    struct seen_step *step = step_at(to, told->path, o->arena);
    enum answer answer = told->record.event.answer;
    if (!step)
        return false;
    step->n++;
    step->asked += answer != ANSWER_NONE;
    step->tidak += answer == ANSWER_TIDAK;
    return add_time(to, &step->took, since, told->leaf.occurred, o->arena);
}

static bool take_end(struct observation *o, struct followed *f, int64_t ended)
{
    struct gathered *to = f->to;
    size_t before = to->elapsed.n;
    to->observed->ended++;
    if (!add_time(to, &to->elapsed, f->started, ended, o->arena))
        return false;
    bool claimed = to->sop->claims.stated && to->sop->claims.total.sort == DURATION_WORK;
    if (claimed && to->elapsed.n > before)
        to->observed->within += to->elapsed.at[before] <= to->sop->claims.total.max_ms;
    return true;
}

/* Room for what is due in the frame of that depth. */
static bool begin_waits(struct followed *f, uint16_t depth, struct arena *scratch)
{
    const struct sop *sop = f->state.frames[depth].sop;
    struct waits *waits = &f->waits[depth];
    waits->due = ARENA_ARRAY(scratch, sop->plan.step_words, uint64_t);
    waits->since = ARENA_ARRAY(scratch, sop->n_steps, int64_t);
    return waits->due && waits->since;
}

/* What fell due with the event: a step that was not due before it, or that it moved on from and came back to. */
static void note_due(struct followed *f, const struct told_event *told)
{
    const struct event *event = &told->record.event;
    uint16_t depth = f->state.depth;
    struct waits *waits = &f->waits[depth];
    const uint64_t *due = state_due(&f->state, depth);
    size_t words = f->state.frames[depth].sop->plan.step_words;
    if (told->path.len && event->depth == depth)
        bits_remove(waits->due, event->step);
    for (ptrdiff_t s = bits_next(due, words, 0); s >= 0; s = bits_next(due, words, (size_t)s + 1))
        if (!bits_has(waits->due, (size_t)s))
            waits->since[s] = told->leaf.occurred;
    for (size_t w = 0; w < words; w++)
        waits->due[w] = due[w];
}

static enum applied fold(struct observation *o, struct followed *f, struct told_event *told)
{
    const struct event *event = &told->record.event;
    bool completes = event->kind == EVENT_COMPLETED || event->kind == EVENT_LEFT;
    int64_t since = 0;
    uint16_t depth = f->state.depth;
    if (completes && event->depth <= depth && event->step < f->state.frames[event->depth].sop->n_steps &&
        f->waits[event->depth].since)
        since = f->waits[event->depth].since[event->step];
    enum applied applied = chronicle_fold(told, &f->state, &o->scratch);
    if (applied != APPLIED)
        return applied;
    bool entered = f->state.depth > depth || event->kind == EVENT_STARTED;
    if (entered && !begin_waits(f, f->state.depth, &o->scratch))
        return APPLY_MEMORY;
    note_due(f, told);
    return !completes || take_step(o, f->to, told, since) ? APPLIED : APPLY_MEMORY;
}

/* The revision by which the case was started folds what comes before it is moved, whichever it has now. */
static enum baku_status begin_case(struct observation *o, struct followed *f, const struct told_event *told)
{
    struct definition *definition;
    enum baku_status status = definition_of(&o->desk, told->record.revision, &definition);
    if (status != BAKU_YES)
        return status;
    if (!state_init(&f->state, &o->scratch, definition->sop))
        return desk_memory(&o->desk);
    f->started = told->leaf.occurred;
    f->to->observed->cases++;
    return BAKU_YES;
}

static enum baku_status answer_applied(struct observation *o, const struct told_event *told, enum applied applied)
{
    if (applied == APPLY_IMPOSSIBLE)
        return desk_bad_log(&o->desk, told->leaf.case_id);
    return applied == APPLY_MEMORY ? desk_memory(&o->desk) : BAKU_YES;
}

static enum baku_status take_folded(struct observation *o, struct followed *f, struct told_event *told)
{
    bool begins = told->leaf.kind == RECORD_STARTED;
    if (begins != (f->started == STORE_NO_TIME))
        return desk_bad_log(&o->desk, told->leaf.case_id);
    enum baku_status status = begins ? begin_case(o, f, told) : BAKU_YES;
    if (status != BAKU_YES)
        return status;
    enum applied applied = fold(o, f, told);
    if (applied == APPLIED && told->leaf.kind == RECORD_ENDED && !take_end(o, f, told->leaf.occurred))
        applied = APPLY_MEMORY;
    return answer_applied(o, told, applied);
}

/* What was due in that frame of `from` has been so since then in its counterpart, too: the step of the same key. */
static bool move_waits(struct followed *f, uint16_t depth, const struct sop *from, struct arena *scratch)
{
    struct waits before = f->waits[depth], *waits = &f->waits[depth];
    if (!begin_waits(f, depth, scratch))
        return false;
    size_t words = from->plan.step_words;
    for (ptrdiff_t s = bits_next(before.due, words, 0); s >= 0; s = bits_next(before.due, words, (size_t)s + 1)) {
        uint16_t there = sop_step(f->state.frames[depth].sop, from->steps[s].key);
        if (there == NONE)
            continue;
        bits_add(waits->due, there);
        waits->since[there] = before.since[s];
    }
    return true;
}

static enum applied go_on(struct observation *o, struct followed *f, const struct told_event *told,
                          const struct definition *definition)
{
    struct state before = f->state;
    if (!chronicle_go_on(&f->state, definition, told->leaf.occurred, &o->scratch))
        return o->scratch.failed ? APPLY_MEMORY : APPLY_IMPOSSIBLE;
    for (uint16_t d = 0; d <= before.depth; d++)
        if (!move_waits(f, d, before.frames[d].sop, &o->scratch))
            return APPLY_MEMORY;
    note_due(f, told);
    return APPLIED;
}

static enum baku_status take_move(struct observation *o, struct followed *f, const struct told_event *told)
{
    struct definition *definition;
    enum baku_status status = definition_of(&o->desk, told->record.revision, &definition);
    return status == BAKU_YES ? answer_applied(o, told, go_on(o, f, told, definition)) : status;
}

static enum baku_status take_event(struct observation *o, struct followed *f, const struct store_event *event)
{
    struct told_event told = {0};
    enum leaf_verdict leaf = leaf_decode(event->leaf, &o->scratch, &told.leaf);
    bool moves = leaf == LEAF_OK && told.leaf.kind == RECORD_MOVED;
    if (leaf == LEAF_OK && !moves && !record_is_folded(told.leaf.kind))
        return BAKU_YES;
    enum event_verdict record = EVENT_MALFORMED;
    if (leaf == LEAF_OK)
        record = record_decode(told.leaf.kind, told.leaf.facts, &o->scratch, &told.record);
    if (leaf == LEAF_OUT_OF_MEMORY || record == EVENT_OUT_OF_MEMORY)
        return desk_memory(&o->desk);
    if (record != EVENT_OK)
        return desk_bad_log(&o->desk, event->case_id);
    return moves ? take_move(o, f, &told) : take_folded(o, f, &told);
}

static enum baku_status take_case(struct observation *o, struct gathered *to, int64_t id)
{
    struct followed f = {.to = to, .started = STORE_NO_TIME};
    struct store_events_wanted wanted = {.case_id = id};
    struct store_events page = {0};
    enum baku_status status = BAKU_YES;
    arena_reset(&o->scratch);
    do {
        status = desk_check(&o->desk, store_events(o->desk.store, wanted, &page, &o->scratch));
        for (size_t i = 0; i < page.n && status == BAKU_YES && page.at[i].seq <= o->last; i++)
            status = take_event(o, &f, &page.at[i]);
        if (page.n)
            wanted.after = page.at[page.n - 1].seq;
    } while (status == BAKU_YES && page.n == STORE_PAGE && wanted.after < o->last);
    return status;
}

/* --- all cases --- */

static enum baku_status take_page(struct observation *o, const struct store_cases *page)
{
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; i < page->n && status == BAKU_YES; i++) {
        int64_t found = map_find(&o->by_sop, page->at[i].sop);
        if (found >= 0)
            status = take_case(o, &o->each[found], page->at[i].id);
    }
    return status;
}

static enum baku_status take_cases(struct observation *o)
{
    struct store_head head;
    struct store_cases_wanted wanted = {.status = -1};
    struct store_cases page = {0};
    enum baku_status status = desk_check(&o->desk, store_head(o->desk.store, &head));
    o->last = status == BAKU_YES ? head.seq : 0;
    while (status == BAKU_YES && wanted.after < head.cases) {
        arena_reset(&o->page);
        status = desk_check(&o->desk, store_cases(o->desk.store, wanted, &page, &o->page));
        if (status == BAKU_YES)
            status = take_page(o, &page);
        wanted.after = status == BAKU_YES && page.n ? page.at[page.n - 1].id : head.cases;
    }
    return status;
}

/* --- before and after --- */

static enum audit_words why_untimed(const struct workclock *clock, const struct library_file *culprit)
{
    if (culprit)
        return WORDS_END_NO_HOLIDAYS;
    if (clock->east == CALENDAR_NO_ZONE)
        return WORDS_OBSERVED_NO_ZONE;
    return workclock_has_hours(clock) ? WORDS_COUNT : WORDS_END_NO_HOURS;
}

static enum baku_status begin(struct observation *o, struct library_sop *const *sops, size_t n,
                              struct observed *observed)
{
    struct baku *baku = o->desk.baku;
    for (size_t i = 0; i < n; i++) {
        struct gathered *to = &o->each[i];
        const struct library_file *culprit = NULL;
        *to = (struct gathered){.sop = sops[i]->sop, .observed = &observed[i]};
        struct library_region *region = &baku->library.regions[sops[i]->region];
        enum status status = library_workclock(&baku->library, region, &to->clock, &culprit);
        if (status < 0)
            return answer_failure(baku, o->desk.answer, status);
        observed[i].no_time = why_untimed(to->clock, culprit);
        if (map_add(&o->by_sop, o->arena, sops[i]->name, (uint32_t)i) == MAP_MEMORY)
            return desk_memory(&o->desk);
    }
    return BAKU_YES;
}

/* A step with its place in the SOP's list: that of the call step, where it is inside a call. */
struct placed {
    const struct seen_step *step;
    uint16_t place;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

static bool list_steps(struct gathered *from, struct arena *arena)
{
    struct placed *placed = ARENA_ARRAY(arena, from->n_steps, struct placed);
    struct observed_step *steps = ARENA_ARRAY(arena, from->n_steps, struct observed_step);
    bool fine = placed && steps;
    for (size_t i = 0; fine && i < from->n_steps; i++) {
        struct text rest;
        placed[i] = (struct placed){&from->steps[i], sop_step(from->sop, text_cut(from->steps[i].path, '/', &rest))};
    }
    fine = fine && sort_stable(placed, from->n_steps, sizeof *placed, by_place, arena);
    for (size_t i = 0; fine && i < from->n_steps; i++) {
        const struct seen_step *seen = placed[i].step;
        struct series took = seen->took;
        steps[i] = (struct observed_step){.path = seen->path, .n = seen->n, .asked = seen->asked, .tidak = seen->tidak};
        fine = summarise(&steps[i].took, &took);
    }
    from->observed->steps = steps;
    from->observed->n_steps = fine ? from->n_steps : 0;
    return fine;
}

static enum baku_status finish(struct observation *o, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!summarise(&o->each[i].observed->elapsed, &o->each[i].elapsed) || !list_steps(&o->each[i], o->arena))
            return desk_memory(&o->desk);
    return o->arena->failed ? desk_memory(&o->desk) : BAKU_YES;
}

enum baku_status observe(struct baku *baku, struct library_sop *const *sops, size_t n, const struct observed **observed,
                         struct arena *arena, struct baku_answer *answer)
{
    struct observation o = {.arena = arena};
    struct observed *all = ARENA_ARRAY(arena, n, struct observed);
    enum baku_status status = desk_open(&o.desk, baku, STORE_READS, answer);
    o.each = ARENA_ARRAY(arena, n, struct gathered);
    if (status == BAKU_YES && (!all || !o.each))
        status = desk_memory(&o.desk);
    if (status == BAKU_YES)
        status = begin(&o, sops, n, all);
    if (status == BAKU_YES)
        status = take_cases(&o);
    if (status == BAKU_YES)
        status = finish(&o, n);
    arena_release(&o.scratch);
    arena_release(&o.page);
    *observed = all;
    return desk_close(&o.desk, status);
}
