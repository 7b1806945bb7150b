#include "base/must.h"
#include "store/sql.h"

/* The number of the file with these bytes, which are kept once. */
static enum store_status file_number(struct store *store, struct text bytes, int64_t *file)
{
    struct digest digest = digest_of(bytes);
    struct query query = query_of(store, SQL_FILE);
    put_digest(&query, &digest);
    bool found = query_row(&query);
    if (found)
        *file = get_given(&query, 0);
    enum store_status status = query_end(&query);
    if (found || status != STORE_OK)
        return status;
    query = query_of(store, SQL_FILE_ADD);
    put_digest(&query, &digest);
    put_blob(&query, bytes);
    status = query_do_one(&query);
    return status == STORE_OK ? number_added(store, file) : status;
}

static enum store_status add_file(struct store *store, int64_t revision, const struct store_file *file)
{
    int64_t number;
    enum store_status status = file_number(store, file->bytes, &number);
    if (status != STORE_OK)
        return status;
    struct query query = query_of(store, SQL_REVISION_FILE_ADD);
    put_number(&query, revision);
    put_text(&query, file->name);
    put_number(&query, number);
    return query_do_one(&query);
}

static enum store_status add_row(struct store *store, const struct store_revision *revision, int64_t id)
{
    struct query query = query_of(store, SQL_REVISION_ADD);
    put_number(&query, id);
    put_text(&query, revision->sop);
    put_digest(&query, &revision->digest);
    put_number(&query, revision->from);
    put_number(&query, revision->seq);
    return query_do_one(&query);
}

enum store_status store_revision_add(struct store *store, const struct store_revision *revision, int64_t *id)
{
    must(store->changing);
    enum store_status status = add_row(store, revision, store->head.revisions + 1);
    for (size_t i = 0; i < revision->n_files && status == STORE_OK; i++)
        status = add_file(store, store->head.revisions + 1, &revision->files[i]);
    if (status == STORE_OK)
        *id = ++store->head.revisions;
    return status;
}

static struct store_revision read_row(struct query *query, struct arena *arena)
{
    return (struct store_revision){.id = get_given(query, 0),
                                   .sop = get_text(query, 1, arena),
                                   .digest = get_digest(query, 2),
                                   .from = get_number(query, 3),
                                   .seq = get_count(query, 4)};
}

static enum store_status one_row(struct query *query, struct store_revision *revision, struct arena *arena)
{
    bool found = query_row(query);
    if (found)
        *revision = read_row(query, arena);
    enum store_status status = query_end(query);
    return status == STORE_OK && !found ? STORE_ABSENT : status;
}

static enum store_status read_files(struct store *store, struct store_revision *revision, struct arena *arena)
{
    struct query query = query_of(store, SQL_REVISION_FILES);
    struct store_file *at = NULL;
    size_t n = 0, room = 0;
    put_number(&query, revision->id);
    while (query_row(&query)) {
        struct store_file *grown = query_room(&query, arena, at, n, &room, sizeof *at);
        if (!grown)
            break;
        at = grown;
        at[n++] = (struct store_file){get_text(&query, 0, arena), get_text(&query, 1, arena)};
    }
    revision->files = at;
    revision->n_files = n;
    return query_end(&query);
}

enum store_status store_revision(struct store *store, int64_t id, bool files, struct store_revision *revision,
                                 struct arena *arena)
{
    *revision = (struct store_revision){0};
    enum store_status status = read_begin(store);
    if (status != STORE_OK)
        return status;
    struct query query = query_of(store, SQL_REVISION);
    put_number(&query, id);
    status = one_row(&query, revision, arena);
    if (status == STORE_OK && files)
        status = read_files(store, revision, arena);
    return read_end(store, status);
}

enum store_status store_revision_at(struct store *store, struct text sop, int64_t at, struct store_revision *revision,
                                    struct arena *arena)
{
    *revision = (struct store_revision){0};
    struct query query = query_of(store, SQL_REVISION_AT);
    put_text(&query, sop);
    put_number(&query, at);
    return one_row(&query, revision, arena);
}

static struct query revisions_query(struct store *store, struct text sop, int64_t after)
{
    struct query query = query_of(store, sop.len ? SQL_REVISIONS_OF_SOP : SQL_REVISIONS);
    if (sop.len)
        put_text(&query, sop);
    put_number(&query, after);
    put_number(&query, STORE_PAGE);
    return query;
}

enum store_status store_revisions(struct store *store, struct text sop, int64_t after,
                                  struct store_revisions *revisions, struct arena *arena)
{
    struct query query = revisions_query(store, sop, after);
    struct store_revision *at = NULL;
    size_t n = 0, room = 0;
    while (query_row(&query)) {
        struct store_revision *grown = query_room(&query, arena, at, n, &room, sizeof *at);
        if (!grown)
            break;
        at = grown;
        at[n++] = read_row(&query, arena);
    }
    enum store_status status = query_end(&query);
    *revisions = (struct store_revisions){at, status == STORE_OK ? n : 0};
    return status;
}
