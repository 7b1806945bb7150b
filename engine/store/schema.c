#include "store/schema.h"

#include <string.h>

#include "base/buf.h"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Behind blanks and comments. */
static const char *skip(const char *at)
{
    for (;;) {
        at += strspn(at, " \t\r\n");
        if (at[0] != '-' || at[1] != '-')
            return at;
        at += strcspn(at, "\n");
    }
}

/* How long the token is: a word, what stands in quotes, or a sign. */
static size_t token(const char *at)
{
    size_t n = 1;
    if (*at == '\'' || *at == '"')
        while (at[n] && at[n++] != *at)
            continue;
    else if (is_word(*at))
        while (is_word(at[n]))
            n++;
    return n;
}

/* Of `"name"` the name, where it could stand without its quotes. */
static struct text unquoted(struct text token)
{
    struct text name = {token.at + 1, token.len - (token.len > 1 ? 2 : 0)};
    bool plain = token.len > 2 && *token.at == '"';
    for (size_t i = 0; i < name.len && plain; i++)
        plain = is_word(name.at[i]);
    return plain ? name : token;
}

/* Appends the tokens, with one blank between two words and none elsewhere. */
static void put_tokens(struct buf *to, const char *at)
{
    for (at = skip(at); *at;) {
        struct text word = {at, token(at)};
        at = skip(at + word.len);
        word = unquoted(word);
        if (to->len && is_word(to->at[to->len - 1]) && is_word(*word.at))
            buf_byte(to, ' ');
        buf_text(to, word);
    }
}

/* What SQLite keeps of its own statistics. */
static bool is_statistics(struct text words)
{
    return text_eq(words, TEXT(";CREATE TABLE sqlite_stat1(tbl,idx,stat);")) ||
           text_eq(words, TEXT(";CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample);"));
}

/* Where the words begin in the others; they stand between semicolons, and no body of a trigger begins with CREATE. */
static const char *find(struct text words, struct text in)
{
    for (size_t i = 0; i + words.len <= in.len; i++)
        if (in.at[i] == ';' && memcmp(in.at + i, words.at, words.len) == 0)
            return in.at + i;
    return NULL;
}

static size_t count_made(struct text schema)
{
    size_t n = 0;
    for (size_t i = 0; i + 8 < schema.len; i++)
        n += memcmp(schema.at + i, ";CREATE ", 8) == 0;
    return n;
}

/* One row of the file's own list, `*n` of which were found. */
static int compare_row(const char *sql, struct text wanted, size_t *n)
{
    struct buf words = BUF_INIT;
    buf_byte(&words, ';');
    put_tokens(&words, sql);
    buf_byte(&words, ';');
    struct text found = buf_view(&words);
    int code = words.failed ? SQLITE_NOMEM : SQLITE_OK;
    if (code == SQLITE_OK && !is_statistics(found)) {
        code = find(found, wanted) ? SQLITE_OK : SQLITE_CORRUPT;
        ++*n;
    }
    buf_release(&words);
    return code;
}

static int compare_rows(sqlite3 *db, struct text wanted)
{
    sqlite3_stmt *stmt;
    size_t n = 0;
    int code = sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(stmt, 0);
        code = sql ? compare_row(sql, wanted, &n) : SQLITE_NOMEM;
        if (code != SQLITE_OK)
            break;
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? n == count_made(wanted) ? SQLITE_OK : SQLITE_CORRUPT : code;
}

enum store_status schema_compare(struct store *store)
{
    struct buf wanted = BUF_INIT;
    buf_byte(&wanted, ';');
    put_tokens(&wanted, store->schema);
    int code = wanted.failed ? SQLITE_NOMEM : compare_rows(store->db, buf_view(&wanted));
    buf_release(&wanted);
    return code == SQLITE_OK ? STORE_OK : store_fail(store, code);
}
