/* Cases from a CSV file: a row a case, a thousand rows a change. */
#include <stdlib.h>
#include <string.h>

#include "api/csv.h"
#include "api/perform.h"
#include "base/utf8.h"

enum { COLUMNS = MAX_DOCUMENTS + 3, ROWS = 1000, BATCH_BYTES = 16 << 20 };

/* The columns that are no documents. */
enum column { COLUMN_KEY, COLUMN_SOP, COLUMN_TITLE, COLUMN_FIXED };

/* A row on its way to a case; its strings end with NUL, in the batch's arena. */
struct planned {
    size_t line;
    const char *key, *sop;
    struct baku_deed deed;
    struct text *bytes;
    json_t *said; /* why it cannot even be tried, or NULL */
};

struct import {
    struct desk *desk;
    const struct baku_deed *deed; /* who, when and with what note */
    struct csv csv;
    struct csv_row row;
    struct arena lasting;
    const char **names; /* of the columns */
    size_t n_columns, fixed[COLUMN_FIXED];
    struct planned *rows;
    size_t n_rows, n_bytes;
    struct report report;
    json_t *items;
    size_t started, known, bad;
};

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
    append(&m->report, m->items, item);
    return item;
}

static void tell_bad(struct import *m, const struct planned *row, json_t *message)
{
    json_t *item = add_item(m, row);
    put(&m->report, item, "message", message);
    m->bad++;
}

/* The message of the error that was just answered, taken away again. */
static json_t *take_message(struct desk *desk)
{
    json_t *document = desk->answer->json ? json_loads(desk->answer->json, 0, NULL) : NULL;
    json_t *message = json_incref(json_object_get(json_object_get(document, "error"), "message"));
    json_decref(document);
    free(desk->answer->json);
    desk->answer->json = NULL;
    return message;
}

static json_t *error_words(struct import *m, enum error error, struct error_facts facts)
{
    struct buf words = BUF_INIT;
    error_message(&words, m->desk->baku->lang, error, &facts);
    return json_buffer(&m->report, &words);
}

static json_t *denial_words(struct import *m, struct denied denied)
{
    struct buf words = BUF_INIT;
    denial_message(&words, &denied, m->desk->baku->lang);
    return json_buffer(&m->report, &words);
}

/* --- reading --- */

static enum baku_status bad_head(struct import *m, const char *why)
{
    return desk_error(m->desk, BAKU_UNKNOWN, ERROR_CSV_HEAD, (struct error_facts){.other = text_of(why)});
}

/* The first line: which column is which. */
static enum baku_status read_head(struct import *m)
{
    static const char *const fixed[] = {"key", "sop", "title"};
    m->row.cells = ARENA_ARRAY(&m->lasting, COLUMNS, struct text);
    m->row.room = COLUMNS;
    if (!m->row.cells || (!csv_next(&m->csv, &m->row, &m->lasting) && m->lasting.failed))
        return desk_memory(m->desk);
    m->n_columns = m->row.n;
    m->names = ARENA_ARRAY(&m->lasting, m->row.n, const char *);
    for (size_t f = 0; f < COLUMN_FIXED; f++)
        m->fixed[f] = SIZE_MAX;
    for (size_t c = 0; m->names && c < m->row.n; c++) {
        m->names[c] = arena_copy(&m->lasting, m->row.cells[c].at, m->row.cells[c].len);
        for (size_t f = 0; f < COLUMN_FIXED; f++)
            if (text_eq(m->row.cells[c], text_of(fixed[f])))
                m->fixed[f] = c;
    }
    if (m->lasting.failed || !m->names)
        return desk_memory(m->desk);
    if (m->fixed[COLUMN_KEY] == SIZE_MAX || m->fixed[COLUMN_SOP] == SIZE_MAX)
        return bad_head(m, "key,sop,title");
    return BAKU_YES;
}

static const char *cell_string(struct import *m, enum column column)
{
    size_t c = m->fixed[column];
    if (c == SIZE_MAX || m->row.cells[c].len == 0)
        return NULL;
    return arena_copy(&m->desk->arena, m->row.cells[c].at, m->row.cells[c].len);
}

static bool is_fixed(const struct import *m, size_t column)
{
    return column == m->fixed[COLUMN_KEY] || column == m->fixed[COLUMN_SOP] || column == m->fixed[COLUMN_TITLE];
}

/* Cells of documents: empty not brought, `x` a tick, `@FILE` a file, else a text. */
static void plan_documents(struct import *m, struct planned *row)
{
    struct baku_handed *documents = ARENA_ARRAY(&m->desk->arena, m->n_columns, struct baku_handed);
    size_t n = 0;
    for (size_t c = 0; documents && c < m->n_columns; c++) {
        struct text cell = m->row.cells[c];
        if (is_fixed(m, c) || cell.len == 0)
            continue;
        char *value = arena_copy(&m->desk->arena, cell.at, cell.len);
        bool tick = text_eq_blind(cell, TEXT("x")), file = value && *value == '@';
        documents[n++] = (struct baku_handed){
            .document = m->names[c], .text = tick || file ? NULL : value, .file = file ? value + 1 : NULL};
    }
    row->deed.documents = documents;
    row->deed.n_documents = n;
}

static bool is_clean(const struct csv_row *row)
{
    for (size_t c = 0; c < row->n; c++)
        if (row->cells[c].len > MAX_TEXT_BYTES ||
            utf8_valid(row->cells[c].at, row->cells[c].len) != row->cells[c].len ||
            memchr(row->cells[c].len ? row->cells[c].at : "x", '\0', row->cells[c].len ? row->cells[c].len : 1))
            return false;
    return true;
}

/* What a row asks for; its `said` where that makes no sense. */
static enum baku_status plan_row(struct import *m, struct planned *row)
{
    *row = (struct planned){.line = m->csv.line, .deed = *m->deed};
    if (m->row.n != m->n_columns || !is_clean(&m->row)) {
        row->said = error_words(m, ERROR_CSV_ROW, (struct error_facts){0});
        return BAKU_YES;
    }
    row->key = cell_string(m, COLUMN_KEY);
    row->sop = cell_string(m, COLUMN_SOP);
    row->deed.title = cell_string(m, COLUMN_TITLE);
    row->deed.key = NULL;
    plan_documents(m, row);
    if (m->desk->arena.failed)
        return desk_memory(m->desk);
    if (!desk_keeps(text_of(row->key)) || !desk_keeps(text_of(row->deed.title))) {
        row->said = error_words(m, ERROR_CSV_ROW, (struct error_facts){0});
        return BAKU_YES;
    }
    if (!row->key || strlen(row->key) > MAX_KEY_BYTES || !row->sop) {
        row->said = error_words(m, row->sop ? ERROR_CSV_KEY : ERROR_CSV_SOP, (struct error_facts){0});
        return BAKU_YES;
    }
    enum baku_status status = contents_read(m->desk, &row->deed, &row->bytes);
    if (status == BAKU_FAILED && !m->desk->arena.failed) {
        row->said = take_message(m->desk);
        return BAKU_YES;
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
        enum baku_status status = plan_row(m, row);
        if (status != BAKU_YES)
            return status;
        const char *before = m->n_rows ? m->rows[m->n_rows - 1].sop : NULL;
        if (!row->said && (!before || strcmp(before, row->sop) != 0))
            status = perform_prepare(m->desk, row->sop);
        if (status != BAKU_YES)
            return status;
        m->n_rows++;
    }
    return m->desk->arena.failed ? desk_memory(m->desk) : BAKU_YES;
}

/* --- starting --- */

/* Was the key imported before? Then nothing starts again. */
static enum baku_status look_for_key(struct import *m, const struct planned *row, bool *known)
{
    struct store_case there;
    struct text key = text_of(row->key);
    enum store_status found = store_case_by_key(m->desk->store, key, &there, &m->desk->arena);
    *known = found == STORE_OK;
    if (found == STORE_ABSENT)
        return BAKU_YES;
    enum baku_status status = desk_check(m->desk, found);
    if (status != BAKU_YES)
        return status;
    if (!text_eq(there.sop, text_of(row->sop))) {
        tell_bad(m, row, denial_words(m, (struct denied){DENIAL_KEY_KNOWN, there.sop, {0}}));
        return BAKU_YES;
    }
    json_t *item = add_item(m, row);
    put(&m->report, item, "case", json_integer(there.id));
    put(&m->report, item, "known", json_true());
    m->known++;
    return BAKU_YES;
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
        tell_bad(m, row, json_buffer(&m->report, &words));
        json_t *item = json_array_get(m->items, json_array_size(m->items) - 1);
        put(&m->report, item, "refusal", turned_json(&m->report, turned, definition_east(outcome->definition)));
        return;
    }
    json_t *item = add_item(m, row);
    put(&m->report, item, "case", json_integer(outcome->row.id));
    m->started++;
}

/* A bad row is told and stops no other; what the world fails stops all. */
static enum baku_status start_row(struct import *m, const struct planned *row)
{
    struct outcome outcome;
    bool known;
    if (row->said) {
        tell_bad(m, row, row->said);
        return BAKU_YES;
    }
    enum baku_status status = look_for_key(m, row, &known);
    if (status != BAKU_YES || known)
        return status;
    struct act act = {
        .kind = COMMAND_START, .sop = row->sop, .case_key = text_of(row->key), .deed = &row->deed, .bytes = row->bytes};
    m->desk->bad_revision = false;
    status = perform_within(m->desk, &act, &outcome);
    bool fails = status == BAKU_FAILED && !m->desk->bad_revision;
    if (status == BAKU_YES)
        tell_outcome(m, row, &outcome);
    else if (!fails)
        tell_bad(m, row, take_message(m->desk));
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

static enum baku_status import_all(struct import *m, const char *file)
{
    struct text bytes;
    enum status read = file_read(file, MAX_IMPORT_BYTES, &m->lasting, &bytes, &m->desk->baku->library.failure);
    if (read < 0)
        return answer_failure(m->desk->baku, m->desk->answer, read);
    if (bytes.len > MAX_IMPORT_BYTES)
        return desk_error(m->desk, BAKU_UNKNOWN, ERROR_CSV_LONG, (struct error_facts){.name = text_of(file)});
    m->csv = csv_of(bytes);
    enum baku_status status = read_head(m);
    while (status == BAKU_YES) {
        status = plan_batch(m);
        if (status != BAKU_YES || m->n_rows == 0)
            break;
        status = start_batch(m);
        m->desk->person = (struct store_person){0};
        arena_release(&m->desk->arena);
    }
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
