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

/* Takes over the error. */
static void tell_bad(struct import *m, const struct planned *row, json_t *error)
{
    json_t *item = add_item(m, row);
    put(&m->report, item, "message", json_incref(json_object_get(error, "message")));
    put(&m->report, item, "help", json_incref(json_object_get(error, "help")));
    json_decref(error);
    m->bad++;
}

/* The error that was just answered, taken away again; NULL where memory is out, which the desk's arena then shows. */
static json_t *take_error(struct desk *desk)
{
    json_t *document = answer_take(desk->answer), *error = json_incref(json_object_get(document, "error"));
    json_decref(document);
    desk->arena.failed = desk->arena.failed || !error;
    return error;
}

static json_t *error_of(struct import *m, enum error error, struct error_facts facts)
{
    desk_error(m->desk, BAKU_UNKNOWN, error, facts);
    return take_error(m->desk);
}

static struct text number_of(struct import *m, int64_t number)
{
    struct buf words = BUF_INIT;
    buf_number(&words, number);
    return desk_keep(m->desk, &words);
}

/* --- reading --- */

static const char *cell_string(struct import *m, enum column column)
{
    size_t c = m->fixed[column];
    if (c == SIZE_MAX || m->row.cells[c].len == 0)
        return NULL;
    return arena_copy(&m->desk->arena, m->row.cells[c].at, m->row.cells[c].len);
}

/* Cells of documents: empty not brought, `x` a tick, `@FILE` a file, else a text. */
static void plan_documents(struct import *m, struct planned *row)
{
    struct baku_handed *documents = ARENA_ARRAY(&m->desk->arena, m->n_columns, struct baku_handed);
    size_t n = 0;
    for (size_t c = 0; documents && c < m->n_columns; c++) {
        struct text cell = m->row.cells[c];
        if (import_is_fixed(m, c) || cell.len == 0)
            continue;
        char *value = arena_copy(&m->desk->arena, cell.at, cell.len);
        bool tick = text_eq_blind(cell, TEXT("x")), file = value && *value == '@';
        documents[n++] = (struct baku_handed){
            .document = m->names[c], .text = tick || file ? NULL : value, .file = file ? value + 1 : NULL};
    }
    row->deed.documents = documents;
    row->deed.n_documents = n;
}

static json_t *bad_cell(struct import *m, size_t column, enum error error)
{
    struct error_facts facts = {.name = m->row.cells[column], .other = text_of(m->names[column])};
    return error_of(m, error, facts);
}

/* Why the row's bytes are none that can be kept, or NULL. */
static json_t *judge_bytes(struct import *m)
{
    const struct csv_row *row = &m->row;
    if (row->n == 0)
        return error_of(m, ERROR_CSV_QUOTE, (struct error_facts){0});
    if (row->n != m->n_columns)
        return error_of(
            m, ERROR_CSV_COLUMNS,
            (struct error_facts){.name = number_of(m, (int64_t)row->n), .other = number_of(m, (int64_t)m->n_columns)});
    for (size_t c = 0; c < row->n; c++) {
        struct text cell = row->cells[c];
        if (utf8_valid(cell.at, cell.len) != cell.len)
            return bad_cell(m, c, ERROR_CSV_UTF8);
        if (cell.len > MAX_TEXT_BYTES || text_find(cell, '\0') >= 0)
            return bad_cell(m, c, ERROR_TEXT_BAD);
        if ((c == m->fixed[COLUMN_KEY] || c == m->fixed[COLUMN_TITLE]) && !desk_keeps(cell))
            return bad_cell(m, c, ERROR_TEXT_BAD);
    }
    return NULL;
}

/* Why the row names no case of its own, or NULL; from now on its key is one of the file's. */
static json_t *judge_key(struct import *m, const struct planned *row)
{
    struct text key = text_of(row->key);
    if (!row->sop)
        return error_of(m, ERROR_CSV_SOP, (struct error_facts){0});
    if (key.len == 0 || key.len > MAX_KEY_BYTES)
        return error_of(m, ERROR_CSV_KEY, (struct error_facts){0});
    int64_t before = map_find(&m->keys, key);
    if (before >= 0)
        return error_of(m, ERROR_CSV_TWICE, (struct error_facts){.name = key, .other = number_of(m, before)});
    struct text kept = {arena_copy(&m->lasting, key.at, key.len), key.len};
    m->desk->arena.failed =
        m->desk->arena.failed || !kept.at || map_add(&m->keys, &m->lasting, kept, (uint32_t)row->line) == MAP_MEMORY;
    return NULL;
}

/* What a row asks for; its `said` where that makes no sense. */
static enum baku_status plan_row(struct import *m, struct planned *row)
{
    *row = (struct planned){.line = m->csv.line, .deed = *m->deed};
    row->said = judge_bytes(m);
    if (row->said || m->desk->arena.failed)
        return m->desk->arena.failed ? desk_memory(m->desk) : BAKU_YES;
    row->key = cell_string(m, COLUMN_KEY);
    row->sop = cell_string(m, COLUMN_SOP);
    row->deed.title = cell_string(m, COLUMN_TITLE);
    row->deed.key = NULL;
    plan_documents(m, row);
    if (!m->desk->arena.failed)
        row->said = judge_key(m, row);
    if (m->desk->arena.failed)
        return desk_memory(m->desk);
    if (row->said)
        return BAKU_YES;
    enum baku_status status = contents_read(m->desk, &row->deed, &row->bytes);
    if (status == BAKU_FAILED && !m->desk->arena.failed) {
        row->said = take_error(m->desk);
        return row->said ? BAKU_YES : desk_memory(m->desk);
    }
    for (size_t i = 0; status == BAKU_YES && i < row->deed.n_documents; i++)
        m->n_bytes += row->bytes[i].len;
    return status;
}

/* The rows of the next change. */
static enum baku_status plan_batch(struct import *m)
{
    m->rows = ARENA_ARRAY(&m->desk->arena, ROWS, struct planned);
    m->n_rows = m->n_bytes = 0;
    if (!m->rows)
        return desk_memory(m->desk);
    while (m->n_rows < ROWS && m->n_bytes < BATCH_BYTES && csv_next(&m->csv, &m->row, &m->desk->arena)) {
        struct planned *row = &m->rows[m->n_rows];
        const char *before = m->n_rows ? row[-1].sop : NULL;
        enum baku_status status = plan_row(m, row);
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
        tell_bad(m, row, error_of(m, ERROR_CSV_KNOWN, (struct error_facts){.name = key, .other = differs}));
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
        tell_bad(m, row, error_of(m, ERROR_CSV_NUMBER, (struct error_facts){.name = key}));
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
        json_t *item = add_item(m, row);
        put(&m->report, item, "message", json_buffer(&m->report, &words));
        put(&m->report, item, "refusal", turned_json(&m->report, turned, definition_east(outcome->definition)));
        m->bad++;
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
        tell_bad(m, row, take_error(m->desk));
    return fails ? status : BAKU_YES;
}

static enum baku_status start_batch(struct import *m)
{
    enum baku_status status = desk_begin(m->desk);
    if (status == BAKU_YES)
        status = desk_person(m->desk, m->deed->as);
    for (size_t i = 0; status == BAKU_YES && i < m->n_rows; i++)
        status = start_row(m, &m->rows[i]);
    return status == BAKU_YES ? desk_commit(m->desk) : status;
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

enum baku_status baku_case_import(struct baku *baku, const char *file, const struct baku_deed *deed,
                                  struct baku_answer *answer)
{
    struct desk desk;
    struct import m = {.desk = &desk, .deed = deed, .items = json_array()};
    enum baku_status status = desk_open(&desk, baku, STORE_WRITES, answer);
    if (status == BAKU_YES)
        status = import_all(&m, file);
    json_t *document = json_object();
    put(&m.report, document, "started", json_integer((json_int_t)m.started));
    put(&m.report, document, "known", json_integer((json_int_t)m.known));
    put(&m.report, document, "bad", json_integer((json_int_t)m.bad));
    put(&m.report, document, "items", m.items);
    if (status == BAKU_YES)
        status = answer_with(baku, answer, &m.report, document, m.bad ? BAKU_NO : BAKU_YES);
    else
        json_decref(document);
    arena_release(&m.lasting);
    return desk_close(&desk, status);
}
