/* The worklist: for each grant the next rows of one index, merged into one page. */
#include "store/sql.h"

static int compare(int64_t a, int64_t b) { return (a > b) - (a < b); }

static int in_order(const struct store_task *a, const struct store_task *b)
{
    int order = compare(a->due.until, b->due.until);
    order = order ? order : compare(a->due.since, b->due.since);
    order = order ? order : compare(a->case_id, b->case_id);
    return order ? order : text_cmp(a->due.path, b->due.path);
}

struct page {
    struct store_task at[STORE_PAGE];
    size_t n;
};

static struct store_task read_task(struct query *query, struct arena *arena)
{
    return (struct store_task){.due = {.until = get_number(query, 0),
                                       .since = get_number(query, 1),
                                       .path = get_text(query, 3, arena),
                                       .actor = get_text(query, 4, arena),
                                       .region = get_text(query, 5, arena)},
                               .case_id = get_given(query, 2),
                               .sop = get_text(query, 6, arena)};
}

static struct query tasks_query(struct store *store, const struct store_tasks_wanted *wanted,
                                const struct store_grant *grant)
{
    static const struct store_task before_all = {.due = {.until = INT64_MIN}};
    const struct store_task *after = wanted->after ? wanted->after : &before_all;
    struct query query = query_of(store, grant ? SQL_TASKS_FOR : SQL_TASKS);
    if (grant) {
        put_text(&query, grant->actor);
        put_text(&query, grant->region);
    }
    put_number(&query, after->due.until);
    put_number(&query, after->due.since);
    put_number(&query, after->case_id);
    put_text(&query, after->due.path);
    put_number(&query, wanted->late_before == STORE_NO_TIME ? STORE_NO_TIME : wanted->late_before - 1);
    put_number(&query, STORE_PAGE);
    return query;
}

/* One grant's page. `so_far` (NULL: none): rows behind its last, where it is full, would only be thrown away. */
static enum store_status read_tasks(struct query *query, const struct page *so_far, struct page *page,
                                    struct arena *arena)
{
    page->n = 0;
    while (query_row(query)) {
        page->at[page->n] = read_task(query, arena);
        if (so_far && so_far->n == STORE_PAGE && in_order(&so_far->at[STORE_PAGE - 1], &page->at[page->n]) <= 0)
            break;
        page->n++;
    }
    return query_end(query);
}

/* The first of both, each once. */
static void merge(const struct page *a, const struct page *b, struct page *to)
{
    size_t i = 0, j = 0;
    to->n = 0;
    while (to->n < STORE_PAGE && (i < a->n || j < b->n)) {
        int order = i == a->n ? 1 : j == b->n ? -1 : in_order(&a->at[i], &b->at[j]);
        to->at[to->n++] = order <= 0 ? a->at[i] : b->at[j];
        i += order <= 0;
        j += order >= 0;
    }
}

static enum store_status read_for_all(struct store *store, const struct store_tasks_wanted *wanted, struct page **page,
                                      struct arena *arena)
{
    struct page *fresh = ARENA_NEW(arena, struct page), *merged = ARENA_NEW(arena, struct page);
    enum store_status status = merged ? STORE_OK : store_fail(store, SQLITE_NOMEM);
    for (size_t i = 0; i < wanted->n_grants && status == STORE_OK; i++) {
        struct query query = tasks_query(store, wanted, &wanted->grants[i]);
        status = read_tasks(&query, *page, fresh, arena);
        merge(*page, fresh, merged);
        struct page *old = *page;
        *page = merged;
        merged = old;
    }
    return status;
}

static enum store_status read_everybody(struct store *store, const struct store_tasks_wanted *wanted, struct page *page,
                                        struct arena *arena)
{
    struct query query = tasks_query(store, wanted, NULL);
    return read_tasks(&query, NULL, page, arena);
}

enum store_status store_tasks(struct store *store, const struct store_tasks_wanted *wanted, struct store_tasks *tasks,
                              struct arena *arena)
{
    *tasks = (struct store_tasks){0};
    struct page *page = ARENA_NEW(arena, struct page);
    if (!page)
        return store_fail(store, SQLITE_NOMEM);
    enum store_status status = read_begin(store);
    if (status != STORE_OK)
        return status;
    status = wanted->n_grants ? read_for_all(store, wanted, &page, arena) : read_everybody(store, wanted, page, arena);
    if (status == STORE_OK)
        *tasks = (struct store_tasks){page->at, page->n};
    return read_end(store, status);
}

static enum store_status one_duty(struct query *query, struct store_grant *duty, bool *found, struct arena *arena)
{
    *found = query_row(query);
    if (*found)
        *duty = (struct store_grant){get_text(query, 0, arena), get_text(query, 1, arena)};
    return query_end(query);
}

/* The first behind `*last`, which it becomes: of the same actor, else of the next. Both asked for at once, SQLite would
 * go through all that is due for the last. */
static enum store_status next_duty(struct store *store, struct store_grant *last, bool *found, struct arena *arena)
{
    struct query query = query_of(store, SQL_DUTY_REGION);
    put_text(&query, last->actor);
    put_text(&query, last->region);
    enum store_status status = one_duty(&query, last, found, arena);
    if (*found || status != STORE_OK)
        return status;
    query = query_of(store, SQL_DUTY_ACTOR);
    put_text(&query, last->actor);
    return one_duty(&query, last, found, arena);
}

static enum store_status read_duties(struct store *store, struct store_duties *duties, struct arena *arena)
{
    struct store_grant last = {0}, *at = NULL;
    size_t n = 0, room = 0;
    bool found = false;
    enum store_status status = next_duty(store, &last, &found, arena);
    while (found && status == STORE_OK) {
        struct store_grant *grown = arena_room(arena, at, n, &room, sizeof *at);
        if (!grown)
            return store_fail(store, SQLITE_NOMEM);
        at = grown;
        at[n++] = last;
        status = next_duty(store, &last, &found, arena);
    }
    *duties = (struct store_duties){at, status == STORE_OK ? n : 0};
    return status;
}

enum store_status store_duties(struct store *store, struct store_duties *duties, struct arena *arena)
{
    *duties = (struct store_duties){0};
    enum store_status status = read_begin(store);
    return status == STORE_OK ? read_end(store, read_duties(store, duties, arena)) : status;
}
