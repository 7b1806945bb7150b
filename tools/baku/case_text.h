/* Cases as people read them. */
#ifndef TOOLS_CASE_TEXT_H
#define TOOLS_CASE_TEXT_H

#include "out.h"

void print_outcome(const struct cli *cli, const json_t *document);
void print_moved(const struct cli *cli, const json_t *document);
void print_erased(const struct cli *cli, const json_t *document);
void print_import(const struct cli *cli, const json_t *document);
void print_case(const struct cli *cli, const json_t *document);
void print_history(const struct cli *cli, const json_t *document);

/* "open" as people read it. */
const char *case_word(const struct cli *cli, const char *name);

/* `2026-11-23T08:08:00+08:00` as `2026-11-23 08:08`, into `to`, which it returns. */
enum { CASE_TIME = 20 };
const char *case_time(const char *time, char to[CASE_TIME]);

/* A content that was written to a file; or shown. */
void print_got(const struct cli *cli, const json_t *document);
void print_content(const struct cli *cli, const json_t *document);

#endif
