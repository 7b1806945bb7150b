/* Cases from a CSV file: a row a case, a thousand rows a change. */
#include <string.h>

#include "api/import.h"
#include "base/utf8.h"

enum { ROWS = 1000, BATCH_BYTES = 16 << 20 };

/* --- what is told of a row --- */

static json_t *add_item(struct import *m, const struct planned *row)
{
    json_t *item = json_object();
    put(&m->report, item, "line", json_integer((json_int_t)row->line));
    put(&m->report, item, "key", row->key ? json_text(text_of(row->key)) : json_null());
    put(&m->report, item, "case", json_null());
    put(&m->report, item, "known", json_false());
    put(&m->report, item, "refusal", json_null());
    put(&m->report, item, "message", json_null());
    put(&m->report, item, "help", json_null());
    append(&m->report, m->items, item);
    return item;
}

/* The next bad row, which is counted; NULL where so many were told that it is not. */
static json_t *add_bad(struct import *m, const struct planned *row)
{
    return ++m->bad <= MAX_IMPORT_BAD ? add_item(m, row) : NULL;
}

/* Takes over the error. */
static void tell_bad(struct import *m, const struct planned *row, json_t *error)
{
    json_t *item = add_bad(m, row);
    if (!item) {
        json_decref(error);
        return;
    }
    put(&m->report, item, "message", json_incref(json_object_get(error, "message")));
    put(&m->report, item, "help", json_incref(json_object_get(error, "help")));
    json_decref(error);
}

/* --- a batch --- */

/* Nothing but separators: a line that a spreadsheet left behind. */
static bool is_blank(const struct csv_row *row)
{
    bool blank = row->n > 0 && row->n <= row->room;
    for (size_t c = 0; blank && c < row->n; c++)
        blank = row->cells[c].len == 0;
    return blank;
}

static bool next_row(struct import *m)
{
    bool more;
    do
        more = csv_next(&m->csv, &m->row, &m->desk->arena);
    while (more && is_blank(&m->row));
    return more;
}

/* The rows of the next change. */
static enum baku_status plan_batch(struct import *m)
{
    m->rows = ARENA_ARRAY(&m->desk->arena, ROWS, struct planned);
    m->n_rows = m->n_bytes = 0;
    if (!m->rows)
        return desk_memory(m->desk);
    while (m->n_rows < ROWS && m->n_bytes < BATCH_BYTES && next_row(m)) {
        struct planned *row = &m->rows[m->n_rows];
        const char *before = m->n_rows ? row[-1].sop : NULL;
        enum baku_status status = import_row(m, row);
        m->n_rows++;
        if (status != BAKU_YES)
            return status;
        if (!row->said && (!before || strcmp(before, row->sop) != 0))
            status = perform_prepare(m->desk, row->sop);
        if (status != BAKU_YES)
            return status;
    }
    return m->desk->arena.failed ? desk_memory(m->desk) : BAKU_YES;
}

/* --- starting --- */

/* Where the case of that key differs from what the row says: `12, whose title is another: `Budi``; empty where it does
 * not. */
static enum baku_status compare_known(struct import *m, const struct planned *row, const struct store_case *there,
                                      struct text *differs)
{
    static const char *const words[][LANG_COUNT] = {{", yang SOP-nya lain: `", ", whose SOP is another: `"},
                                                    {", yang judulnya lain: `", ", whose title is another: `"}};
    struct text sop = text_of(row->sop), title = text_of(row->deed.title), said = {0};
    enum baku_status status = BAKU_YES;
    *differs = (struct text){0};
    if (title.len && there->title_seq)
        status = desk_said(m->desk, there->title_seq, 0, &said);
    bool same_sop = text_eq(there->sop, sop), erased = there->title_seq && said.len == 0;
    if (status != BAKU_YES || (same_sop && (title.len == 0 || erased || text_eq(title, said))))
        return status;
    struct buf buf = BUF_INIT;
    buf_number(&buf, there->id);
    buf_string(&buf, words[same_sop][m->desk->baku->lang]);
    buf_text(&buf, same_sop ? said : there->sop);
    buf_byte(&buf, '`');
    *differs = desk_keep(m->desk, &buf);
    return m->desk->arena.failed ? desk_memory(m->desk) : BAKU_YES;
}

static enum baku_status tell_known(struct import *m, const struct planned *row, const struct store_case *there)
{
    struct text differs, key = text_of(row->key);
    enum baku_status status = compare_known(m, row, there, &differs);
    if (status != BAKU_YES)
        return status;
    if (differs.len) {
        tell_bad(m, row, import_error(m, ERROR_CSV_KNOWN, (struct error_facts){.name = key, .other = differs}));
        return BAKU_YES;
    }
    json_t *item = add_item(m, row);
    put(&m->report, item, "case", json_integer(there->id));
    put(&m->report, item, "known", json_true());
    m->known++;
    return BAKU_YES;
}

static bool is_number(struct text key)
{
    size_t i = 0;
    while (i < key.len && key.at[i] >= '0' && key.at[i] <= '9')
        i++;
    return i == key.len;
}

/* Was the key imported before? Then nothing starts again, and nothing starts under a new one that could be taken for a
 * case's number. */
static enum baku_status look_for_key(struct import *m, const struct planned *row, bool *starts)
{
    struct store_case there;
    struct text key = text_of(row->key);
    enum store_status found = store_case_by_key(m->desk->store, key, &there, &m->desk->arena);
    *starts = found == STORE_ABSENT && !is_number(key);
    if (found == STORE_ABSENT && !*starts)
        tell_bad(m, row, import_error(m, ERROR_CSV_NUMBER, (struct error_facts){.name = key}));
    if (found == STORE_ABSENT)
        return BAKU_YES;
    enum baku_status status = desk_check(m->desk, found);
    return status == BAKU_YES ? tell_known(m, row, &there) : status;
}

static void tell_outcome(struct import *m, const struct planned *row, const struct outcome *outcome)
{
    const struct turned *turned = &outcome->turned;
    if (turned->status != BAKU_YES) {
        struct buf words = BUF_INIT;
        buf_text(&words, turned->message);
        for (size_t i = 0; i < turned->n_missing; i++) {
            buf_string(&words, i ? ", " : ": ");
            buf_text(&words, turned->missing[i].document);
        }
        json_t *item = add_bad(m, row);
        if (item) {
            put(&m->report, item, "message", json_buffer(&m->report, &words));
            put(&m->report, item, "refusal", turned_json(&m->report, turned, definition_east(outcome->definition)));
        } else {
            buf_release(&words);
        }
        return;
    }
    json_t *item = add_item(m, row);
    put(&m->report, item, "case", json_integer(outcome->row.id));
    m->started++;
}

/* A bad row is told and stops no other; what the world fails stops all. */
static enum baku_status start_row(struct import *m, struct planned *row)
{
    struct outcome outcome;
    bool starts;
    if (row->said) {
        tell_bad(m, row, row->said);
        row->said = NULL;
        return BAKU_YES;
    }
    enum baku_status status = look_for_key(m, row, &starts);
    if (status != BAKU_YES || !starts)
        return status;
    struct act act = {
        .kind = COMMAND_START, .sop = row->sop, .case_key = text_of(row->key), .deed = &row->deed, .bytes = row->bytes};
    m->desk->bad_revision = false;
    status = perform_within(m->desk, &act, &outcome);
    bool fails = status == BAKU_FAILED && !m->desk->bad_revision;
    if (status == BAKU_YES)
        tell_outcome(m, row, &outcome);
    else if (!fails)
        tell_bad(m, row, import_take_error(m->desk));
    return fails ? status : BAKU_YES;
}

static enum baku_status start_batch(struct import *m)
{
    enum baku_status status = desk_begin(m->desk);
    if (status == BAKU_YES)
        status = desk_person(m->desk, m->deed->as);
    for (size_t i = 0; status == BAKU_YES && i < m->n_rows; i++)
        status = start_row(m, &m->rows[i]);
    if (status == BAKU_YES)
        status = desk_commit(m->desk);
    if (status == BAKU_YES && m->n_rows) {
        m->kept_started = m->started;
        m->kept_line = m->rows[m->n_rows - 1].line;
    }
    return status;
}

static enum baku_status import_batch(struct import *m)
{
    enum baku_status status = plan_batch(m);
    if (status == BAKU_YES && m->n_rows)
        status = start_batch(m);
    for (size_t i = 0; m->rows && i < m->n_rows; i++)
        json_decref(m->rows[i].said);
    m->desk->person = (struct store_person){0};
    arena_release(&m->desk->arena);
    return status;
}

static enum baku_status import_all(struct import *m, const char *file)
{
    struct text bytes;
    enum status read = file_read(file, MAX_IMPORT_BYTES, &m->lasting, &bytes, &m->desk->baku->library.failure);
    if (read < 0)
        return answer_failure(m->desk->baku, m->desk->answer, read);
    if (bytes.len > MAX_IMPORT_BYTES)
        return desk_error(m->desk, BAKU_UNKNOWN, ERROR_CSV_LONG, (struct error_facts){.name = text_of(file)});
    m->csv = csv_of(bytes);
    enum baku_status status = import_head(m);
    do
        status = status == BAKU_YES ? import_batch(m) : status;
    while (status == BAKU_YES && m->n_rows);
    return status;
}

/* What stopped it, up to its first semicolon: what follows there speaks of one command, and of this one much is done.
 */
static enum baku_status answer_stopped(struct import *m, enum baku_status status)
{
    json_t *error = m->kept_started ? import_take_error(m->desk) : NULL;
    struct buf line = BUF_INIT;
    struct text rest, cause = text_of(json_string_value(json_object_get(error, "message")));
    if (!error)
        return m->desk->answer->json ? status : desk_memory(m->desk);
    buf_number(&line, (int64_t)m->kept_line);
    struct error_facts facts = {.name = buf_view(&line), .other = text_cut(cause, ';', &rest)};
    status = desk_error(m->desk, status, ERROR_IMPORT_STOPPED, facts);
    buf_release(&line);
    json_decref(error);
    return status;
}

static enum baku_status find_folder(struct import *m, const char *file)
{
    struct text folder = path_folder(text_of(file));
    char *copy = arena_copy(&m->lasting, folder.at, folder.len);
    m->folder = copy ? path_real(&m->lasting, copy) : NULL;
    return m->folder ? BAKU_YES : desk_memory(m->desk);
}

enum baku_status baku_case_import(struct baku *baku, const char *file, const struct baku_deed *deed,
                                  struct baku_answer *answer)
{
    struct desk desk;
    struct import m = {.desk = &desk, .deed = deed, .items = json_array()};
    enum baku_status status = desk_open(&desk, baku, STORE_WRITES, answer);
    if (status == BAKU_YES)
        status = find_folder(&m, file);
    if (status == BAKU_YES)
        status = import_all(&m, file);
    json_t *document = json_object();
    put(&m.report, document, "started", json_integer((json_int_t)m.started));
    put(&m.report, document, "known", json_integer((json_int_t)m.known));
    put(&m.report, document, "bad", json_integer((json_int_t)m.bad));
    put(&m.report, document, "untold", json_integer((json_int_t)(m.bad > MAX_IMPORT_BAD ? m.bad - MAX_IMPORT_BAD : 0)));
    put(&m.report, document, "items", m.items);
    if (status == BAKU_YES)
        status = answer_with(baku, answer, &m.report, document, m.bad ? BAKU_NO : BAKU_YES);
    else {
        json_decref(document);
        status = answer_stopped(&m, status);
    }
    arena_release(&m.lasting);
    return desk_close(&desk, status);
}
