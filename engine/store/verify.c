#include "store/verify.h"

#include "store/leaf.h"
#include "store/sql.h"

/* What is read of a row lives in `row` and ends with it. */
struct verification {
    struct store *store;
    struct arena row, *arena;
    struct text *complaint;
};

static void complain(struct verification *v, const char *table, int64_t number, const char *what)
{
    struct buf words = BUF_INIT;
    buf_string(&words, table);
    buf_byte(&words, ' ');
    buf_number(&words, number);
    buf_string(&words, what);
    const char *copy = words.failed ? NULL : arena_copy(v->arena, words.at, words.len);
    *v->complaint = copy ? (struct text){copy, words.len} : (struct text){0};
    v->arena->failed = v->arena->failed || words.failed;
    buf_release(&words);
}

static bool is_over(const struct verification *v) { return v->complaint->len || v->arena->failed; }

/* --- payloads --- */

static bool is_empty(struct text bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.at[i])
            return false;
    return true;
}

/* An erased one keeps nothing, its salt neither. */
static bool is_named(const struct leaf *leaf, size_t nth, struct query *row, struct arena *arena)
{
    struct text salt = get_text(row, 1, arena), bytes = get_text(row, 3, arena);
    if (row->code != SQLITE_ROW)
        return true; /* the failure is said */
    if (get_number(row, 2))
        return nth < leaf->n_payloads && is_empty(salt) && is_empty(bytes);
    struct digest digest = leaf_payload((const unsigned char *)salt.at, salt.len, bytes);
    return nth < leaf->n_payloads && digest_eq(&digest, &leaf->payloads[nth]);
}

static enum store_status verify_payloads(struct verification *v, const struct leaf *leaf)
{
    struct query query = query_of(v->store, SQL_PAYLOADS);
    size_t n = 0;
    bool named = true;
    put_number(&query, leaf->seq * STORE_PAYLOADS);
    put_number(&query, leaf->seq * STORE_PAYLOADS + STORE_PAYLOADS - 1);
    while (named && query_row(&query))
        named = is_named(leaf, n++, &query, &v->row);
    enum store_status status = query_end(&query);
    if (status == STORE_OK && (!named || n != leaf->n_payloads))
        complain(v, "payloads, events.seq", leaf->seq, ": not what the leaf names");
    return status;
}

/* --- events --- */

static enum store_status verify_leaf(struct verification *v, const struct store_event *event)
{
    struct leaf leaf;
    struct digest hash = leaf_hash(event->leaf);
    enum leaf_verdict verdict = leaf_decode(event->leaf, &v->row, &leaf);
    if (verdict == LEAF_OUT_OF_MEMORY)
        return store_fail(v->store, SQLITE_NOMEM);
    if (!digest_eq(&hash, &event->hash))
        complain(v, "events.seq", event->seq, ": the leaf is not what its hash says");
    else if (verdict != LEAF_OK || leaf.seq != event->seq || leaf.case_id != event->case_id)
        complain(v, "events.seq", event->seq, ": the leaf is of another event");
    return is_over(v) ? STORE_OK : verify_payloads(v, &leaf);
}

static bool next_event(struct query *query, struct store_event *event, struct arena *arena)
{
    if (!query_row(query))
        return false;
    *event = (struct store_event){.seq = get_given(query, 0),
                                  .case_id = get_count(query, 1),
                                  .leaf = get_text(query, 2, arena),
                                  .hash = get_digest(query, 3)};
    return query->code == SQLITE_ROW;
}

/* One page of those up to `last`; `*after` goes to the last that was read. */
static enum store_status verify_page(struct verification *v, int64_t *after, int64_t last)
{
    struct query query = query_of(v->store, SQL_EVENTS);
    struct store_event event;
    enum store_status status = STORE_OK;
    put_number(&query, *after);
    put_number(&query, last - *after < STORE_PAGE ? last - *after : STORE_PAGE);
    while (status == STORE_OK && !is_over(v) && next_event(&query, &event, &v->row)) {
        status = verify_leaf(v, &event);
        *after = event.seq;
        arena_reset(&v->row);
    }
    enum store_status ended = query_end(&query);
    return status == STORE_OK ? ended : status;
}

static enum store_status verify_events(struct verification *v, int64_t last)
{
    enum store_status status = STORE_OK;
    for (int64_t after = 0, before = -1; after < last && after != before && status == STORE_OK && !is_over(v);) {
        before = after;
        status = read_begin(v->store);
        if (status == STORE_OK)
            status = read_end(v->store, verify_page(v, &after, last));
    }
    return status;
}

/* --- files --- */

static enum store_status verify_some_files(struct verification *v, int64_t *after, size_t *n)
{
    struct query query = query_of(v->store, SQL_FILES);
    put_number(&query, *after);
    put_number(&query, STORE_PAGE);
    for (*n = 0; !is_over(v) && query_row(&query); ++*n) {
        struct digest digest = get_digest(&query, 1), found = digest_of(get_text(&query, 2, &v->row));
        *after = get_count(&query, 0);
        if (query.code == SQLITE_ROW && !digest_eq(&digest, &found))
            complain(v, "files.id", *after, ": the bytes are not what the digest says");
        arena_reset(&v->row);
    }
    return query_end(&query);
}

static enum store_status verify_files(struct verification *v)
{
    enum store_status status = STORE_OK;
    int64_t after = 0;
    size_t n = STORE_PAGE;
    while (n == STORE_PAGE && status == STORE_OK && !is_over(v))
        status = verify_some_files(v, &after, &n);
    return status;
}

enum store_status store_verify(struct store *store, struct text *complaint, struct arena *arena)
{
    struct verification v = {.store = store, .row = ARENA_INIT, .arena = arena, .complaint = complaint};
    struct store_head head;
    *complaint = (struct text){0};
    enum store_status status = store_head(store, &head);
    if (status == STORE_OK)
        status = verify_events(&v, head.seq);
    if (status == STORE_OK && !is_over(&v))
        status = verify_files(&v);
    arena_release(&v.row);
    return status == STORE_OK && arena->failed ? store_fail(store, SQLITE_NOMEM) : status;
}
