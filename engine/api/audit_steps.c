/* The way that passes a claim, step by step: it is played as a case, so that what a reader sees here is what `baku run`
 * shows with the same answers. */
#include "api/audit.h"

#include "base/map.h"
#include "run/play.h"

/* --- the way as a script --- */

/* `PATH=VALUE` entries, in order, as one entry for each path. */
struct told_paths {
    struct told *at;
    size_t n;
    struct map by_path;
    enum answer *answers; /* of all paths, one path's behind the other's */
    struct text *choices;
};

/* Counts how much each path is told. */
static void count_paths(struct told_paths *t, struct texts pairs, struct arena *arena)
{
    for (size_t i = 0; i < pairs.n && !arena->failed; i++) {
        struct text value, path = text_cut(pairs.at[i], '=', &value);
        if (map_add(&t->by_path, arena, path, (uint32_t)t->n) == MAP_ADDED)
            t->at[t->n++] = (struct told){.step = path};
        if (!arena->failed)
            t->at[map_find(&t->by_path, path)].n++;
    }
}

/* Lends each path its part of the values, none of them filled yet. */
static void lend_values(struct told_paths *t)
{
    size_t first = 0;
    for (size_t i = 0; i < t->n; i++) {
        t->at[i].answers = t->answers + first;
        t->at[i].choices = t->choices + first;
        first += t->at[i].n;
        t->at[i].n = 0;
    }
}

static struct tolds tolds_of(struct texts pairs, struct arena *arena)
{
    struct told_paths t = {.at = ARENA_ARRAY(arena, pairs.n, struct told),
                           .answers = ARENA_ARRAY(arena, pairs.n, enum answer),
                           .choices = ARENA_ARRAY(arena, pairs.n, struct text)};
    count_paths(&t, pairs, arena);
    if (arena->failed)
        return (struct tolds){0};
    lend_values(&t);
    for (size_t i = 0; i < pairs.n; i++) {
        struct text value, path = text_cut(pairs.at[i], '=', &value);
        struct told *told = &t.at[map_find(&t.by_path, path)];
        size_t nth = (size_t)(told->answers - t.answers) + told->n++;
        t.answers[nth] = text_eq(value, TEXT("tidak")) ? ANSWER_TIDAK : ANSWER_YA;
        t.choices[nth] = value;
    }
    return (struct tolds){t.at, t.n};
}

static struct script script_of(const struct way *way, struct arena *arena)
{
    return (struct script){
        .answers = tolds_of(way->answers, arena), .choices = tolds_of(way->choices, arena), .with = way->with};
}

/* --- one row a step --- */

/* The table while it is written. */
struct trail {
    struct page *page;
    struct table *table;
    const struct audited *audited;
    bool over; /* the claim has been passed */
};

static struct text said_move(struct trail *trail, const struct move *move)
{
    struct page *page = trail->page;
    if (move->kind == EVENT_ENTERED)
        return WORDS_WITH(page, CALL_STEP, {"step", move->path}, {"sop", move->callee->name});
    if (move->kind == EVENT_SKIPPED)
        return WORDS_WITH(page, SKIPPED, {"step", move->path});
    if (move->sop->steps[move->step].inside != NONE)
        return WORDS_WITH(page, INSIDE, {"step", move->path});
    if (move->answer == ANSWER_NONE)
        return move->path;
    struct text answer = move->answer == ANSWER_YA ? TEXT("Ya") : TEXT("Tidak");
    return WORDS_WITH(page, ANSWERED, {"step", move->path}, {"answer", answer});
}

/* A step's own time as the column says it; time on the calendar as it is printed. */
static struct text said_duration(struct trail *trail, const struct move *move)
{
    const struct step *step = &move->sop->steps[move->step];
    if (move->kind != EVENT_COMPLETED)
        return (struct text){0};
    if (step->duration.sort == DURATION_WORK)
        return said_minutes(trail->page, duration_range(step->duration));
    return step->duration_text.len ? step->duration_text : words_of(trail->page, WORDS_NOT_STATED);
}

/* The time so far, with a mark where it passes the claim. */
static struct text said_running(struct trail *trail, const struct move *move)
{
    int64_t claim = trail->audited->sop->claims.total.max_ms;
    struct buf words = BUF_INIT;
    if (move->kind != EVENT_COMPLETED)
        return (struct text){0};
    bool passes = !trail->over && move->elapsed.work.max_ms > claim;
    trail->over = trail->over || passes;
    buf_string(&words, passes ? "◄ " : "");
    spoken_minutes(&words, duration_range(move->elapsed.work), trail->page->lang);
    return page_words(trail->page, &words);
}

static void put_move(struct trail *trail, const struct move *move)
{
    uint16_t actor = move->sop->steps[move->step].actor;
    struct text number = move->depth ? (struct text){0} : said_number(trail->page, move->step + 1);
    page_cell(trail->page, trail->table, number);
    page_cell(trail->page, trail->table, said_move(trail, move));
    page_cell(trail->page, trail->table, actor == NONE ? (struct text){0} : move->sop->actors[actor].title);
    page_cell(trail->page, trail->table, said_duration(trail, move));
    page_cell(trail->page, trail->table, said_running(trail, move));
}

static void put_head(struct trail *trail)
{
    static const enum audit_words heads[] = {WORDS_STEP_NUMBER, WORDS_STEP, WORDS_ACTOR, WORDS_MINUTES, WORDS_RUNNING};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        page_cell(trail->page, trail->table, words_of(trail->page, heads[i]));
}

static void put_play(struct page *page, const struct audited *audited, const struct play *play)
{
    struct trail trail = {page, page_table(page, "rllrr", true), audited, false};
    size_t rows = 0;
    put_head(&trail);
    for (size_t i = 0; i < play->n_moves; i++) {
        if (play->moves[i].kind == EVENT_LEFT)
            continue;
        if (rows++ < PAGE_ROWS)
            put_move(&trail, &play->moves[i]);
    }
    put_more(page, rows);
    struct text claim = said_time(page, duration_range(audited->sop->claims.total));
    if (trail.over)
        page_add(page, BLOCK_SENTENCE, WORDS_WITH(page, MARK, {"claim", claim}));
}

/* --- which way --- */

static bool passes(const struct audited *audited, struct total total)
{
    return total.sort == TOTAL_KNOWN && total.max_ms > audited->sop->claims.total.max_ms;
}

/* The longest way where it passes the claim, else the one with every answer Ya where the verdict is about that; NULL:
 * nothing is to be shown. */
static const struct way *way_to_show(const struct audited *audited, enum audit_words *heading)
{
    const struct audit *audit = audited->audit;
    *heading = WORDS_PATH_OVER;
    if (!claims_work(audited->sop))
        return NULL;
    if (passes(audited, audit->longest))
        return &audit->longest_way;
    if (passes(audited, audit->straight))
        return &audit->straight_way;
    *heading = WORDS_PATH_STRAIGHT;
    return audit->verdict == CLAIM_WRONG && audit->straight.sort == TOTAL_KNOWN ? &audit->straight_way : NULL;
}

/* The case is played in the page's arena: the page's cells are paths of its moves. A script cannot tell a way that is
 * cut, nor one whose paths lead through more SOPs than a script's are looked up in. */
enum status audit_steps(struct page *page, const struct audited *audited)
{
    struct play play = {.ended = false};
    struct script script = {0};
    enum audit_words heading;
    enum status status = STATUS_OK;
    const struct way *way = way_to_show(audited, &heading);
    if (!way)
        return STATUS_OK;
    if (!way->cut)
        script = script_of(way, page->arena);
    if (!way->cut)
        status = page->arena->failed ? STATUS_MEMORY : play_run(&play, page->arena, audited->sop, &script);
    if (status < 0)
        return status;
    page_add(page, BLOCK_HEADING, words_of(page, heading));
    if (play.ended && play.error.kind == PLAY_FINE)
        put_play(page, audited, &play);
    else
        page_add(page, BLOCK_SENTENCE, words_of(page, WORDS_PATH_LONG));
    return status;
}
