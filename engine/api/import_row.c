/* One row of a CSV file of cases: what it asks for, or why it makes no sense. */
#include <string.h>

#include "api/import.h"
#include "base/utf8.h"

/* The error that was just answered, taken away again; NULL where memory is out, which the desk's arena then shows. */
json_t *import_take_error(struct desk *desk)
{
    json_t *document = answer_take(desk->answer), *error = json_incref(json_object_get(document, "error"));
    json_decref(document);
    desk->arena.failed = desk->arena.failed || !error;
    return error;
}

json_t *import_error(struct import *m, enum error error, struct error_facts facts)
{
    desk_error(m->desk, BAKU_UNKNOWN, error, facts);
    return import_take_error(m->desk);
}

static struct text number_of(struct import *m, int64_t number)
{
    struct buf words = BUF_INIT;
    buf_number(&words, number);
    return desk_keep(m->desk, &words);
}

/* The path of a file that a cell names, in `arena`: below the folder of the CSV file, and not the store itself. Whoever
 * hands a CSV file in must not have other files of this computer read into a case. NULL where it is none such. */
static char *file_below(struct import *m, const char *name)
{
    struct arena *arena = &m->desk->arena;
    struct text folder = text_of(m->folder);
    char *path = path_join(arena, folder, text_of(name)), *real = path ? path_real(arena, path) : NULL;
    char *store = path_real(arena, m->desk->baku->store_path);
    if (!real || !store || *name == '/')
        return NULL;
    bool below = strncmp(real, m->folder, folder.len) == 0 && real[folder.len] == '/';
    bool is_store = strncmp(real, store, strlen(store)) == 0; /* and what lies beside it under its name */
    return below && !is_store ? real : NULL;
}

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
        documents[n] = (struct baku_handed){.document = m->names[c], .text = tick || file ? NULL : value};
        if (file && value[1] == '@') /* two begin a text, as on the command line */
            documents[n].text = value + 1;
        else if (file && !(documents[n].file = file_below(m, value + 1)) && !row->said && !m->desk->arena.failed)
            row->said = import_error(m, ERROR_CSV_FILE, (struct error_facts){.name = text_of(value + 1)});
        n++;
    }
    row->deed.documents = documents;
    row->deed.n_documents = n;
}

static json_t *bad_cell(struct import *m, size_t column, enum error error)
{
    struct error_facts facts = {.name = m->row.cells[column], .other = text_of(m->names[column])};
    return import_error(m, error, facts);
}

/* A key or title over several lines is a quote that somebody forgot to close: the rows that it swallowed are read. */
static json_t *broken_row(struct import *m, size_t column)
{
    csv_drop_line(&m->csv);
    return bad_cell(m, column, ERROR_CSV_LINES);
}

/* Why the row's bytes are none that can be kept, or NULL. */
static json_t *judge_bytes(struct import *m)
{
    const struct csv_row *row = &m->row;
    if (row->n == 0)
        return import_error(m, ERROR_CSV_QUOTE, (struct error_facts){0});
    if (row->n != m->n_columns)
        return import_error(
            m, ERROR_CSV_COLUMNS,
            (struct error_facts){.name = number_of(m, (int64_t)row->n), .other = number_of(m, (int64_t)m->n_columns)});
    for (size_t c = 0; c < row->n; c++) {
        struct text cell = row->cells[c];
        if (utf8_valid(cell.at, cell.len) != cell.len)
            return bad_cell(m, c, ERROR_CSV_UTF8);
        if (cell.len > MAX_TEXT_BYTES || text_find(cell, '\0') >= 0)
            return bad_cell(m, c, ERROR_TEXT_BAD);
        if (import_is_fixed(m, c) && text_find(cell, '\n') >= 0)
            return broken_row(m, c);
        if (import_is_fixed(m, c) && !desk_keeps_line(cell))
            return bad_cell(m, c, ERROR_TEXT_BAD);
    }
    return NULL;
}

/* Why the row names no case of its own, or NULL; from now on its key is one of the file's. */
static json_t *judge_key(struct import *m, const struct planned *row)
{
    struct text key = text_of(row->key);
    if (!row->sop)
        return import_error(m, ERROR_CSV_SOP, (struct error_facts){0});
    if (key.len == 0 || key.len > MAX_KEY_BYTES)
        return import_error(m, ERROR_CSV_KEY, (struct error_facts){0});
    int64_t before = map_find(&m->keys, key);
    if (before >= 0)
        return import_error(m, ERROR_CSV_TWICE, (struct error_facts){.name = key, .other = number_of(m, before)});
    struct text kept = {arena_copy(&m->lasting, key.at, key.len), key.len};
    m->desk->arena.failed =
        m->desk->arena.failed || !kept.at || map_add(&m->keys, &m->lasting, kept, (uint32_t)row->line) == MAP_MEMORY;
    return NULL;
}

/* What a row asks for; its `said` where that makes no sense. */
enum baku_status import_row(struct import *m, struct planned *row)
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
    if (!m->desk->arena.failed && !row->said)
        row->said = judge_key(m, row);
    if (m->desk->arena.failed)
        return desk_memory(m->desk);
    if (row->said)
        return BAKU_YES;
    enum baku_status status = contents_read(m->desk, &row->deed, &row->bytes);
    if (status != BAKU_YES && !m->desk->arena.failed) {
        row->said = import_take_error(m->desk);
        return row->said ? BAKU_YES : desk_memory(m->desk);
    }
    for (size_t i = 0; status == BAKU_YES && i < row->deed.n_documents; i++)
        m->n_bytes += row->bytes[i].len;
    return status;
}
