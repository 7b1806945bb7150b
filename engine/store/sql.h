/* A statement on its way: bind from the left, read rows, end. The first failure stays and the rest does nothing, so a
 * caller checks once, at the end. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "store/handle.h"

struct query {
    struct store *store;
    sqlite3_stmt *stmt; /* NULL: it could not be made */
    int bound, code;    /* parameters so far; SQLite's code */
};

struct query query_of(struct store *store, enum statement statement);

/* What is bound must stay until the query has ended. */
void put_number(struct query *query, int64_t value);
void put_text(struct query *query, struct text text);
void put_blob(struct query *query, struct text bytes);
void put_digest(struct query *query, const struct digest *digest);

/* Is there a (next) row? */
bool query_row(struct query *query);

/* Of the row, by column from 0; texts are copied into `arena`. */
int64_t get_number(const struct query *query, int column);

/* A number that the store has given: neither below 0 nor at STORE_NUMBERS, else it is damaged. */
int64_t get_count(struct query *query, int column);

/* The same, from 1: 0 is nobody's number. */
int64_t get_given(struct query *query, int column);
struct text get_text(struct query *query, int column, struct arena *arena);
struct digest get_digest(struct query *query, int column);

/* How it ended: OK, TAKEN where a row was there already, or the failure, noted. The statement may be used again. */
enum store_status query_end(struct query *query);

/* Runs it to its end, and ends it. */
enum store_status query_do(struct query *query);

/* The same of one that adds or changes one row: DAMAGED where it did not, or where the number that was counted up for
 * the row is one's already. */
enum store_status query_do_one(struct query *query);

/* query_do of a statement without parameters. */
enum store_status do_statement(struct store *store, enum statement statement);

/* The number of the row that was added last, where the store chose it; DAMAGED where no such number is left. */
enum store_status number_added(struct store *store, int64_t *number);

/* How many rows the last statement changed. */
int64_t rows_changed(const struct store *store);

/* Room for one more in a list that is read, or NULL with the query failed. */
void *query_room(struct query *query, struct arena *arena, void *items, size_t count, size_t *room, size_t size);

#endif
