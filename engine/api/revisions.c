/* Looking at what was published. */
#include "baku_publish.h"

#include "api/bundle.h"
#include "api/revision.h"
#include "base/nearest.h"
#include "store/leaf.h"

/* A list while it is answered. */
struct looking {
    struct desk desk;
    struct report report;
    struct store_events events; /* a page of them, where the last publisher was found */
    struct text sop;            /* whose zone is known */
    int32_t east;
};

/* --- SOPs --- */

enum baku_status published_names(struct desk *desk, struct texts *names)
{
    struct map seen = {0};
    struct text *at = NULL;
    size_t n = 0, room = 0;
    struct store_revisions page = {0};
    int64_t after = 0;
    *names = (struct texts){0};
    do {
        enum store_status status = store_revisions(desk->store, (struct text){0}, after, &page, &desk->arena);
        if (status != STORE_OK)
            return desk_check(desk, status);
        for (size_t i = 0; i < page.n; i++) {
            after = page.at[i].id;
            if (map_add(&seen, &desk->arena, page.at[i].sop, 0) == MAP_PRESENT)
                continue;
            struct text *grown = arena_room(&desk->arena, at, n, &room, sizeof *at);
            if (!grown)
                return desk_memory(desk);
            at = grown;
            at[n++] = page.at[i].sop;
        }
    } while (page.n);
    *names = (struct texts){at, n};
    return desk->arena.failed ? desk_memory(desk) : BAKU_YES;
}

/* --- when and by whom --- */

static void say_day(struct buf *to, int64_t at, int32_t east, enum lang lang)
{
    struct buf whole = BUF_INIT;
    moment_say(&whole, at, east, lang);
    struct text words = buf_view(&whole), clock = lang == LANG_ID ? TEXT(" pukul ") : TEXT(" at ");
    size_t len = words.len;
    for (size_t i = 0; i + clock.len <= words.len; i++)
        if (text_eq((struct text){words.at + i, clock.len}, clock))
            len = i;
    buf_text(to, (struct text){words.at, len});
    to->failed = to->failed || whole.failed;
    buf_release(&whole);
}

json_t *json_moment_said(struct report *report, int64_t at, int32_t east, enum lang lang)
{
    struct buf words = BUF_INIT;
    if (!moment_is_known(at, east))
        return json_null();
    at -= moment_parts_of(at, east).ms % 1000;
    if (moment_parts_of(at, east).ms == 0)
        say_day(&words, at, east, lang);
    else
        moment_say(&words, at, east, lang);
    return json_buffer(report, &words);
}

/* The zone of the SOP's region, as its revision states it. */
static enum baku_status find_zone(struct looking *l, const struct store_revision *row)
{
    struct library library;
    struct library_region *region;
    struct store_revision whole;
    struct arena scratch = ARENA_INIT;
    l->sop = row->sop;
    l->east = CALENDAR_NO_ZONE;
    enum baku_status status = desk_check(&l->desk, store_revision(l->desk.store, row->id, true, &whole, &scratch));
    if (status == BAKU_YES) {
        library_init(&library);
        if (bundle_region(&library, &whole, &region) == STATUS_MEMORY)
            status = desk_memory(&l->desk);
        else if (region)
            l->east = region->region->east;
        library_release(&library);
    }
    arena_release(&scratch);
    return status;
}

/* The event by which it was published; NULL where it is not there. */
static enum baku_status find_event(struct looking *l, int64_t seq, const struct store_event **event)
{
    struct store_events_wanted wanted = {.case_id = 0, .after = seq - 1};
    const struct store_events *page = &l->events;
    *event = NULL;
    if (page->n == 0 || seq < page->at[0].seq || seq > page->at[page->n - 1].seq) {
        enum baku_status status = desk_check(&l->desk, store_events(l->desk.store, wanted, &l->events, &l->desk.arena));
        if (status != BAKU_YES)
            return status;
    }
    for (size_t i = 0; i < page->n; i++)
        if (page->at[i].seq == seq)
            *event = &page->at[i];
    return BAKU_YES;
}

static enum baku_status put_publisher(struct looking *l, json_t *object, const struct store_revision *row)
{
    const struct store_event *event;
    struct leaf leaf = {.recorded = STORE_NO_TIME};
    struct text name;
    enum baku_status status = find_event(l, row->seq, &event);
    if (status != BAKU_YES)
        return status;
    if (event && leaf_decode(event->leaf, &l->desk.arena, &leaf) != LEAF_OK)
        leaf = (struct leaf){.recorded = STORE_NO_TIME};
    status = desk_name_of(&l->desk, leaf.person, &name);
    put(&l->report, object, "published", json_moment_at(&l->report, leaf.recorded, l->east));
    put(&l->report, object, "by", json_text_or_null(name));
    if (l->desk.baku->details)
        put(&l->report, object, "published_text",
            json_moment_said(&l->report, leaf.recorded, l->east, l->desk.baku->lang));
    return status;
}

/* --- one revision --- */

enum baku_status revision_state(struct desk *desk, const struct store_revision *row, const char **state,
                                int64_t *instead)
{
    bool begins = row->from > desk->now;
    struct store_revision then = {0};
    enum store_status status =
        store_revision_at(desk->store, row->sop, begins ? row->from : desk->now, &then, &desk->arena);
    *instead = then.id;
    *state = then.id != row->id ? "replaced" : begins ? "begins" : "holds";
    return status == STORE_ABSENT ? BAKU_YES : desk_check(desk, status);
}

static enum baku_status put_state(struct looking *l, json_t *object, const struct store_revision *row)
{
    const char *state;
    int64_t instead;
    enum baku_status status = revision_state(&l->desk, row, &state, &instead);
    put(&l->report, object, "state", json_string(state));
    return status;
}

static enum baku_status put_revision(struct looking *l, json_t *object, const struct store_revision *row)
{
    enum baku_status status = text_eq(l->sop, row->sop) ? BAKU_YES : find_zone(l, row);
    if (status != BAKU_YES)
        return status;
    put(&l->report, object, "sop", json_text(row->sop));
    put(&l->report, object, "revision", json_integer(row->id));
    put(&l->report, object, "digest", json_digest(&row->digest));
    put(&l->report, object, "from", json_moment_at(&l->report, row->from, l->east));
    if (l->desk.baku->details)
        put(&l->report, object, "from_text", json_moment_said(&l->report, row->from, l->east, l->desk.baku->lang));
    status = put_publisher(l, object, row);
    return status == BAKU_YES ? put_state(l, object, row) : status;
}

/* --- lists --- */

static enum baku_status open_to_look(struct looking *l, struct baku *baku, struct baku_answer *answer)
{
    *l = (struct looking){.report = {0}};
    enum baku_status status = desk_open(&l->desk, baku, STORE_READS, answer);
    if (status == BAKU_YES)
        status = desk_look(&l->desk);
    return status;
}

/* Of one SOP, behind what is there. */
static enum baku_status put_revisions_of(struct looking *l, json_t *items, struct text sop)
{
    struct store_revisions page = {0};
    enum baku_status status = BAKU_YES;
    int64_t after = 0;
    do {
        status = desk_check(&l->desk, store_revisions(l->desk.store, sop, after, &page, &l->desk.arena));
        for (size_t i = 0; i < page.n && status == BAKU_YES; i++) {
            json_t *object = json_object();
            status = put_revision(l, object, &page.at[i]);
            append(&l->report, items, object);
            after = page.at[i].id;
        }
    } while (status == BAKU_YES && page.n);
    return status;
}

static enum baku_status put_all(struct looking *l, json_t *items)
{
    struct texts names;
    enum baku_status status = published_names(&l->desk, &names);
    for (size_t i = 0; i < names.n && status == BAKU_YES; i++)
        status = put_revisions_of(l, items, names.at[i]);
    return status;
}

enum baku_status published_not(struct desk *desk, struct text sop)
{
    struct texts names;
    enum baku_status status = published_names(desk, &names);
    struct nearest nearest = nearest_to(sop);
    if (status != BAKU_YES)
        return status;
    for (size_t i = 0; i < names.n; i++) {
        nearest_try(&nearest, names.at[i]);
        if (text_eq(path_name(names.at[i]), sop))
            nearest = (struct nearest){.wanted = sop, .best = names.at[i]};
    }
    struct error_facts facts = {.name = sop, .near = nearest.best};
    return desk_error(desk, BAKU_UNKNOWN, ERROR_NEVER_PUBLISHED, facts);
}

enum baku_status baku_revisions(struct baku *baku, const char *sop, struct baku_answer *answer)
{
    struct looking l;
    json_t *document = json_object(), *items = json_array();
    enum baku_status status = open_to_look(&l, baku, answer);
    if (status == BAKU_YES)
        status = sop ? put_revisions_of(&l, items, text_of(sop)) : put_all(&l, items);
    if (status == BAKU_YES && sop && json_array_size(items) == 0 && !l.report.failed)
        status = published_not(&l.desk, text_of(sop));
    put(&l.report, document, "items", items);
    if (status == BAKU_YES)
        status = answer_with(baku, answer, &l.report, json_incref(document), BAKU_YES);
    json_decref(document);
    return desk_close(&l.desk, status);
}

/* --- one revision with its files --- */

static json_t *json_file(struct report *report, const struct store_file *file)
{
    struct digest digest = digest_of(file->bytes);
    json_t *object = json_object();
    put(report, object, "name", json_text(file->name));
    put(report, object, "digest", json_digest(&digest));
    put(report, object, "text", json_text(file->bytes));
    return object;
}

static enum baku_status put_files(struct looking *l, json_t *object, const struct store_revision *row)
{
    struct digest digest;
    json_t *files = json_array();
    for (size_t i = 0; i < row->n_files; i++)
        append(&l->report, files, json_file(&l->report, &row->files[i]));
    put(&l->report, object, "files", files);
    if (bundle_digest(row->files, row->n_files, &digest) < 0)
        return desk_memory(&l->desk);
    if (digest_eq(&digest, &row->digest))
        return BAKU_YES;
    struct error_facts facts = {.name = text_of(l->desk.baku->store_path), .other = row->sop};
    return desk_error(&l->desk, BAKU_FAILED, ERROR_REVISION_DAMAGED, facts);
}

static enum baku_status read_revision(struct looking *l, const char *number, struct store_revision *row)
{
    int64_t id;
    enum store_status found = STORE_ABSENT;
    if (text_number(text_of(number), &id))
        found = store_revision(l->desk.store, id, true, row, &l->desk.arena);
    struct error_facts facts = {.name = text_of(number)};
    return found == STORE_ABSENT ? desk_error(&l->desk, BAKU_UNKNOWN, ERROR_NO_REVISION, facts)
                                 : desk_check(&l->desk, found);
}

enum baku_status baku_revision(struct baku *baku, const char *number, struct baku_answer *answer)
{
    struct looking l;
    struct store_revision row;
    json_t *document = json_object();
    enum baku_status status = open_to_look(&l, baku, answer);
    if (status == BAKU_YES)
        status = read_revision(&l, number, &row);
    if (status == BAKU_YES)
        status = put_revision(&l, document, &row);
    if (status == BAKU_YES)
        status = put_files(&l, document, &row);
    if (status == BAKU_YES)
        status = answer_with(baku, answer, &l.report, json_incref(document), BAKU_YES);
    json_decref(document);
    return desk_close(&l.desk, status);
}
