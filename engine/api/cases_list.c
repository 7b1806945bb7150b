/* Many cases, and what is due: lists in pages. */
#include <string.h>

#include "api/due_words.h"
#include "api/grants.h"
#include "api/perform.h"
#include "api/revision.h"

enum { MOST_ITEMS = 50 };

/* A list while it is made. */
struct listing {
    struct desk *desk;
    const struct baku_wanted *wanted;
    struct report report;
    json_t *items, *next;
    size_t most;
};

static enum baku_status answer_list(struct listing *l, enum baku_status status)
{
    json_t *document = json_object();
    put(&l->report, document, "items", l->items);
    put(&l->report, document, "next", l->next ? l->next : json_null());
    if (status == BAKU_YES && l->desk->arena.failed)
        status = desk_memory(l->desk);
    if (status == BAKU_YES)
        return answer_with(l->desk->baku, l->desk->answer, &l->report, document, BAKU_YES);
    json_decref(document);
    return status;
}

static struct listing listing_of(struct desk *desk, const struct baku_wanted *wanted)
{
    return (struct listing){
        .desk = desk, .wanted = wanted, .items = json_array(), .most = wanted->most ? wanted->most : MOST_ITEMS};
}

static bool is_full(const struct listing *l) { return json_array_size(l->items) >= l->most; }

static enum baku_status title_of(struct listing *l, const struct store_case *row, json_t **title)
{
    struct text said = {0};
    enum baku_status status = row->title_seq ? desk_said(l->desk, row->title_seq, 0, &said) : BAKU_YES;
    *title = json_text_or_null(said);
    return status;
}

static enum baku_status bad_mark(struct listing *l, const char *like)
{
    struct error_facts facts = {.name = text_of(l->wanted->after), .other = text_of(like)};
    return desk_error(l->desk, BAKU_UNKNOWN, ERROR_AFTER_BAD, facts);
}

/* An empty list of what nobody knows would be a false all-clear. */
static enum baku_status judge_empty(struct listing *l)
{
    struct store_grant grant = {text_of(l->wanted->actor), text_of(l->wanted->region)};
    return grant_known(l->desk, &grant);
}

/* --- cases --- */

/* What is wanted of the cases; the store knows region and state alone. */
struct filter {
    struct store_cases_wanted asked;
    struct text sop;
    int64_t revision; /* 0: any */
};

static bool passes(const struct filter *filter, const struct store_case *row)
{
    return (filter->sop.len == 0 || text_eq(filter->sop, row->sop)) &&
           (filter->revision == 0 || filter->revision == row->revision);
}

static enum baku_status add_case(struct listing *l, const struct store_case *row)
{
    struct definition *definition;
    json_t *title;
    enum baku_status status = definition_find(l->desk, row->revision, &definition);
    if (status == BAKU_YES)
        status = title_of(l, row, &title);
    if (status != BAKU_YES)
        return status;
    json_t *object = json_object();
    int32_t east = definition_east(definition);
    put(&l->report, object, "case", json_integer(row->id));
    put(&l->report, object, "sop", json_text(row->sop));
    put(&l->report, object, "revision", json_integer(row->revision));
    put(&l->report, object, "region", json_text(row->region));
    put(&l->report, object, "key", json_text_or_null(row->key));
    put(&l->report, object, "title", title);
    put(&l->report, object, "state", json_string(case_state_name(row->status)));
    put(&l->report, object, "started", json_moment_at(&l->report, row->started, east));
    put(&l->report, object, "ended", json_moment_at(&l->report, row->ended, east));
    put(&l->report, object, "zone", json_text_or_null(calendar_zone_said(east)));
    append(&l->report, l->items, object);
    return BAKU_YES;
}

/* Those of a page that are wanted, until the list is full. */
static enum baku_status add_cases(struct listing *l, struct filter *filter, const struct store_cases *page)
{
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; status == BAKU_YES && i < page->n; i++) {
        bool wanted = passes(filter, &page->at[i]);
        if (wanted && is_full(l)) {
            l->next = json_sprintf("%lld", (long long)filter->asked.after);
            return BAKU_YES;
        }
        if (wanted)
            status = add_case(l, &page->at[i]);
        filter->asked.after = page->at[i].id;
    }
    return status;
}

/* Each page is read by itself and forgotten: of a million cases few may be wanted. */
static enum baku_status list_cases(struct listing *l, struct filter *filter)
{
    struct store_cases page;
    struct arena arena = ARENA_INIT;
    enum baku_status status;
    bool more;
    do {
        arena_reset(&arena);
        status = desk_check(l->desk, store_cases(l->desk->store, filter->asked, &page, &arena));
        more = status == BAKU_YES && page.n == STORE_PAGE;
        if (status == BAKU_YES)
            status = arena.failed ? desk_memory(l->desk) : add_cases(l, filter, &page);
    } while (status == BAKU_YES && more && !l->next);
    arena_release(&arena);
    return status;
}

/* By the program's words and by those on the screen; -1 of others. */
static int32_t status_of(struct text name)
{
    static const char *const said[] = {
        [CASE_OPEN] = "berjalan", [CASE_ENDED] = "selesai", [CASE_CANCELLED] = "dibatalkan"};
    for (int32_t status = CASE_OPEN; status <= CASE_CANCELLED; status++)
        if (text_eq(name, text_of(case_state_name(status))) || text_eq(name, text_of(said[status])))
            return status;
    return -1;
}

static enum baku_status read_filter(struct listing *l, struct filter *filter)
{
    const struct baku_wanted *wanted = l->wanted;
    static const char *const states[LANG_COUNT] = {"berjalan (open), selesai (ended), dibatalkan (cancelled)",
                                                   "open (berjalan), ended (selesai), cancelled (dibatalkan)"};
    struct error_facts facts = {.name = text_of(wanted->state), .other = text_of(states[l->desk->baku->lang])};
    *filter = (struct filter){.asked = {.region = text_of(wanted->region), .status = status_of(facts.name)},
                              .sop = text_of(wanted->sop)};
    if (wanted->state && filter->asked.status < 0)
        return desk_error(l->desk, BAKU_UNKNOWN, ERROR_BAD_WORD, facts);
    if (wanted->after && !text_number(text_of(wanted->after), &filter->asked.after))
        return bad_mark(l, "50");
    facts.name = text_of(wanted->revision);
    if (wanted->revision && (!text_number(facts.name, &filter->revision) || filter->revision == 0))
        return desk_error(l->desk, BAKU_UNKNOWN, ERROR_NO_REVISION, facts);
    return BAKU_YES;
}

static enum baku_status judge_revision(struct listing *l, const struct filter *filter)
{
    struct store_revision row;
    struct error_facts facts = {.name = text_of(l->wanted->revision)};
    if (filter->revision == 0)
        return BAKU_YES;
    enum store_status found = store_revision(l->desk->store, filter->revision, false, &row, &l->desk->arena);
    if (found == STORE_ABSENT)
        return desk_error(l->desk, BAKU_UNKNOWN, ERROR_NO_REVISION, facts);
    enum baku_status status = desk_check(l->desk, found);
    facts.other = row.sop;
    bool other = status == BAKU_YES && filter->sop.len && !text_eq(row.sop, filter->sop);
    return other ? desk_error(l->desk, BAKU_UNKNOWN, ERROR_REVISION_OTHER, facts) : status;
}

static enum baku_status judge_sop(struct listing *l, const struct filter *filter)
{
    struct store_revisions own = {0}, all = {0};
    struct store *store = l->desk->store;
    if (filter->sop.len == 0)
        return BAKU_YES;
    enum baku_status status = desk_check(l->desk, store_revisions(store, filter->sop, 0, &own, &l->desk->arena));
    if (status == BAKU_YES && own.n == 0)
        status = desk_check(l->desk, store_revisions(store, (struct text){0}, 0, &all, &l->desk->arena));
    return status == BAKU_YES && all.n ? published_not(l->desk, filter->sop) : status;
}

/* Nothing passed: is there such a thing at all? */
static enum baku_status judge_filter(struct listing *l, const struct filter *filter)
{
    enum baku_status status = judge_sop(l, filter);
    if (status == BAKU_YES)
        status = judge_revision(l, filter);
    return status == BAKU_YES ? judge_empty(l) : status;
}

enum baku_status baku_case_list(struct baku *baku, const struct baku_wanted *wanted, struct baku_answer *answer)
{
    struct desk desk;
    struct filter filter;
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    struct listing l = listing_of(&desk, wanted);
    if (status == BAKU_YES)
        status = read_filter(&l, &filter);
    if (status == BAKU_YES)
        status = list_cases(&l, &filter);
    if (status == BAKU_YES && json_array_size(l.items) == 0)
        status = judge_filter(&l, &filter);
    return desk_close(&desk, answer_list(&l, status));
}

/* --- the worklist --- */

/* The zone of the region where the step is done. */
static int32_t east_of(const struct definition *definition, struct text region)
{
    const struct library *library = definition->library;
    for (size_t i = 0; i < library->n_regions; i++)
        if (definition->sop && text_eq(library->regions[i].region->key, region))
            return library->regions[i].region->east;
    return definition_east(definition);
}

static enum baku_status add_task(struct listing *l, const struct store_task *task)
{
    struct definition *definition;
    struct store_case row;
    json_t *title;
    enum baku_status status = desk_found(l->desk, store_case(l->desk->store, task->case_id, &row, &l->desk->arena));
    if (status == BAKU_YES)
        status = definition_find(l->desk, row.revision, &definition);
    if (status == BAKU_YES)
        status = title_of(l, &row, &title);
    if (status != BAKU_YES)
        return status;
    json_t *object = json_object();
    int32_t east = east_of(definition, task->due.region);
    put(&l->report, object, "case", json_integer(task->case_id));
    put(&l->report, object, "key", json_text_or_null(row.key));
    put(&l->report, object, "sop", json_text(task->sop));
    put(&l->report, object, "title", title);
    put(&l->report, object, "step", json_text(task->due.path));
    put(&l->report, object, "actor", json_text(task->due.actor));
    put(&l->report, object, "region", json_text(task->due.region));
    put(&l->report, object, "since", json_moment_at(&l->report, task->due.since, east));
    put(&l->report, object, "until", json_moment_at(&l->report, task->due.until, east));
    put(&l->report, object, "zone", json_text_or_null(calendar_zone_said(east)));
    put_due_words(&l->report, object, task->due.until, l->desk->now, east, l->desk->baku->lang);
    append(&l->report, l->items, object);
    return BAKU_YES;
}

static bool is_wanted(const struct listing *l, struct text actor, struct text region)
{
    return (!l->wanted->actor || text_eq(text_of(l->wanted->actor), actor)) &&
           (!l->wanted->region || text_eq(text_of(l->wanted->region), region));
}

/* A page's end, and back: until, since and case by points, then the path. */
static void write_end(struct buf *words, const struct store_task *last)
{
    buf_clear(words);
    buf_number(words, last->due.until);
    buf_byte(words, '.');
    buf_number(words, last->due.since);
    buf_byte(words, '.');
    buf_number(words, last->case_id);
    buf_byte(words, '.');
    buf_text(words, last->due.path);
}

static bool read_int64(struct text text, int64_t *value)
{
    bool minus = text.len && *text.at == '-';
    uint64_t sum = 0;
    size_t i = minus;
    if (text.len == minus || text.len > 19 + (size_t)minus)
        return false;
    for (; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        sum = sum * 10 + (uint64_t)(text.at[i] - '0');
    }
    if (sum > INT64_MAX)
        return false;
    *value = minus ? -(int64_t)sum : (int64_t)sum;
    return true;
}

static bool read_end(struct text text, struct store_task *end)
{
    struct text rest, until = text_cut(text, '.', &rest), since = text_cut(rest, '.', &rest);
    struct text id = text_cut(rest, '.', &rest);
    end->due.path = rest;
    return rest.len && read_int64(until, &end->due.until) && read_int64(since, &end->due.since) &&
           read_int64(id, &end->case_id);
}

/* Of one page those that are wanted, until the list is full; `*end` is behind the last that was added. */
static enum baku_status add_tasks(struct listing *l, const struct store_tasks *page, struct buf *end)
{
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; status == BAKU_YES && i < page->n; i++) {
        if (!is_wanted(l, page->at[i].due.actor, page->at[i].due.region))
            continue;
        if (is_full(l)) {
            l->next = end->len ? json_text(buf_view(end)) : json_null();
            return BAKU_YES;
        }
        status = add_task(l, &page->at[i]);
        write_end(end, &page->at[i]);
    }
    return status;
}

/* Each page is read by itself and forgotten; where the next begins is read from the one before. */
static enum baku_status list_pages(struct listing *l, struct store_tasks_wanted wanted, struct arena arenas[2])
{
    struct store_tasks page;
    struct buf end = BUF_INIT;
    enum baku_status status;
    size_t turn = 0;
    do {
        struct arena *arena = &arenas[turn++ % 2];
        arena_reset(arena);
        status = desk_check(l->desk, store_tasks(l->desk->store, &wanted, &page, arena));
        if (status == BAKU_YES)
            status = arena->failed ? desk_memory(l->desk) : add_tasks(l, &page, &end);
        if (status == BAKU_YES && page.n)
            wanted.after = &page.at[page.n - 1];
    } while (status == BAKU_YES && page.n == STORE_PAGE && !l->next);
    if (status == BAKU_YES && end.failed)
        status = desk_memory(l->desk);
    buf_release(&end);
    return status;
}

/* For an actor of every region, or every actor of a region: what waits for anybody names the pairs, and the rest is not
 * looked at. */
static enum baku_status name_duties(struct listing *l, struct store_tasks_wanted *wanted)
{
    struct store_duties duties;
    enum baku_status status = desk_check(l->desk, store_duties(l->desk->store, &duties, &l->desk->arena));
    if (status != BAKU_YES)
        return status;
    struct store_grant *grants = ARENA_ARRAY(&l->desk->arena, duties.n, struct store_grant);
    for (size_t i = 0; grants && i < duties.n; i++)
        if (is_wanted(l, duties.at[i].actor, duties.at[i].region))
            grants[wanted->n_grants++] = duties.at[i];
    wanted->grants = grants;
    return grants ? BAKU_YES : desk_memory(l->desk);
}

static enum baku_status list_tasks(struct listing *l, struct store_tasks_wanted wanted)
{
    struct arena arenas[2] = {ARENA_INIT, ARENA_INIT};
    bool one_key = wanted.n_grants == 0 && (l->wanted->actor || l->wanted->region);
    enum baku_status status = one_key ? name_duties(l, &wanted) : BAKU_YES;
    if (status == BAKU_YES && (!one_key || wanted.n_grants))
        status = list_pages(l, wanted, arenas);
    arena_release(&arenas[0]);
    arena_release(&arenas[1]);
    return status;
}

/* What the user may do, as far as it is asked for. */
static enum baku_status list_for(struct listing *l, struct store_tasks_wanted wanted)
{
    enum baku_status status = desk_person(l->desk, l->wanted->as);
    if (status != BAKU_YES)
        return status;
    const struct store_person *person = &l->desk->person;
    struct store_grant *grants = ARENA_ARRAY(&l->desk->arena, person->n_grants, struct store_grant);
    for (size_t i = 0; grants && i < person->n_grants; i++)
        if (is_wanted(l, person->grants[i].actor, person->grants[i].region))
            grants[wanted.n_grants++] = person->grants[i];
    wanted.grants = grants;
    if (!grants)
        return desk_memory(l->desk);
    return wanted.n_grants ? list_tasks(l, wanted) : BAKU_YES;
}

enum baku_status baku_worklist(struct baku *baku, const struct baku_wanted *wanted, struct baku_answer *answer)
{
    struct desk desk;
    struct store_task end = {0};
    struct store_grant grant = {text_of(wanted->actor), text_of(wanted->region)};
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    if (status == BAKU_YES)
        status = desk_look(&desk);
    struct listing l = listing_of(&desk, wanted);
    struct store_tasks_wanted asked = {.late_before = wanted->late ? l.desk->now : STORE_NO_TIME};
    if (grant.actor.len && grant.region.len && !wanted->as) {
        asked.grants = &grant;
        asked.n_grants = 1;
    }
    if (status == BAKU_YES && wanted->after && !read_end(text_of(wanted->after), &end))
        status = bad_mark(&l, "1735890900000.1735890600000.2.verifikasi");
    if (wanted->after)
        asked.after = &end;
    if (status == BAKU_YES)
        status = wanted->as ? list_for(&l, asked) : list_tasks(&l, asked);
    if (status == BAKU_YES && json_array_size(l.items) == 0)
        status = judge_empty(&l);
    return desk_close(&desk, answer_list(&l, status));
}
