#include "api/page.h"

#include <string.h>

#include "api/markdown.h"

static struct block *add(struct page *page, struct block block)
{
    struct block *room = arena_room(page->arena, page->blocks, page->n, &page->room, sizeof *room);
    if (!room)
        return NULL;
    page->blocks = room;
    room[page->n] = block;
    return &room[page->n++];
}

void page_add(struct page *page, enum block_kind kind, struct text text)
{
    if (text.len)
        add(page, (struct block){.kind = kind, .text = text});
}

void page_verdict(struct page *page, enum tone tone, struct text text)
{
    add(page, (struct block){.kind = BLOCK_VERDICT, .tone = tone, .text = text});
}

struct table *page_table(struct page *page, const char *align, bool headed)
{
    struct table *table = ARENA_NEW(page->arena, struct table);
    if (!table)
        return NULL;
    *table = (struct table){.align = align, .headed = headed};
    add(page, (struct block){.kind = BLOCK_TABLE, .table = table});
    return table;
}

void page_cell(struct page *page, struct table *table, struct text text)
{
    struct text *room = table ? arena_room(page->arena, table->cells, table->n, &table->room, sizeof *room) : NULL;
    if (!room)
        return;
    table->cells = room;
    room[table->n++] = text;
}

struct text page_words(struct page *page, struct buf *words)
{
    char *copy = words->failed ? NULL : arena_copy(page->arena, words->at ? words->at : "", words->len);
    struct text text = {copy, copy ? words->len : 0};
    page->arena->failed = page->arena->failed || words->failed;
    buf_release(words);
    return text;
}

/* --- as JSON --- */

static json_t *json_row(struct report *report, const struct table *table, size_t first)
{
    json_t *row = json_array();
    for (size_t c = 0; c < strlen(table->align) && first + c < table->n; c++)
        append(report, row, json_text(table->cells[first + c]));
    return row;
}

static void put_table(struct report *report, json_t *object, const struct table *table)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < table->n; i += strlen(table->align))
        append(report, rows, json_row(report, table, i));
    put(report, object, "align", json_string(table->align));
    put(report, object, "head", json_boolean(table->headed));
    put(report, object, "rows", rows);
}

static json_t *json_block(struct report *report, const struct block *block)
{
    static const char *const kinds[] = {"title", "line", "verdict", "heading", "sentence", "table"};
    static const char *const tones[] = {"plain", "good", "bad"};
    json_t *object = json_object();
    put(report, object, "kind", json_string(kinds[block->kind]));
    if (block->table)
        put_table(report, object, block->table);
    else
        put(report, object, "text", json_text(block->text));
    if (block->kind == BLOCK_VERDICT)
        put(report, object, "tone", json_string(tones[block->tone]));
    return object;
}

json_t *page_json(struct report *report, const struct page *page)
{
    json_t *array = json_array();
    for (size_t i = 0; i < page->n; i++)
        append(report, array, json_block(report, &page->blocks[i]));
    return array;
}

/* --- as Markdown --- */

static void put_row(struct buf *to, const struct table *table, size_t first)
{
    buf_byte(to, '|');
    for (size_t c = 0; c < strlen(table->align) && first + c < table->n; c++) {
        buf_byte(to, ' ');
        markdown_text(to, table->cells[first + c]);
        buf_string(to, " |");
    }
    buf_byte(to, '\n');
}

/* A table of Markdown's always has a head; of one without, it is empty. */
static void put_head(struct buf *to, const struct table *table)
{
    buf_byte(to, '\n');
    if (table->headed)
        put_row(to, table, 0);
    for (const char *at = table->align; *at && !table->headed; at++)
        buf_string(to, at[1] ? "| " : "| |\n");
    for (const char *at = table->align; *at; at++)
        buf_string(to, *at == 'r' ? "| ---: " : "| --- ");
    buf_string(to, "|\n");
}

static void put_rows(struct buf *to, const struct table *table)
{
    size_t columns = strlen(table->align);
    put_head(to, table);
    for (size_t i = table->headed ? columns : 0; i < table->n; i += columns)
        put_row(to, table, i);
}

static void put_marks(struct buf *to, char mark, int n)
{
    while (n-- > 0)
        buf_byte(to, (unsigned char)mark);
}

static void put_block(struct buf *to, const struct block *block, const struct block *before, int level)
{
    bool joined = block->kind == BLOCK_LINE && before && before->kind == BLOCK_LINE;
    if (block->kind == BLOCK_TABLE) {
        put_rows(to, block->table);
        return;
    }
    buf_string(to, joined ? "\\\n" : "\n");
    if (block->kind == BLOCK_TITLE || block->kind == BLOCK_HEADING) {
        put_marks(to, '#', block->kind == BLOCK_TITLE ? level : level + 1);
        buf_byte(to, ' ');
    }
    put_marks(to, '*', block->kind == BLOCK_VERDICT ? 2 : 0);
    markdown_text(to, block->text);
    put_marks(to, '*', block->kind == BLOCK_VERDICT ? 2 : 0);
}

void page_markdown(struct buf *to, const struct page *page, int level)
{
    for (size_t i = 0; i < page->n; i++) {
        const struct block *block = &page->blocks[i], *after = i + 1 < page->n ? block + 1 : NULL;
        put_block(to, block, i ? block - 1 : NULL, level);
        bool goes_on = block->kind == BLOCK_LINE && after && after->kind == BLOCK_LINE;
        if (block->kind != BLOCK_TABLE && !goes_on)
            buf_byte(to, '\n');
    }
}
