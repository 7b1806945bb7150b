/* Printing: JSON as it is, text for people with what a stranger wrote made harmless. */
#ifndef TOOLS_OUT_H
#define TOOLS_OUT_H

#include "cli.h"

enum colour { PLAIN, BOLD, DIM, RED, YELLOW, BLUE, GREEN };

/* Colour only on a terminal, never when NO_COLOR is set. */
bool out_wants_colour(void);

/* printf, with control characters of the whole line shown as `?`; line breaks stay. */
void out(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Text in a colour where colours are wanted. */
void out_in(const struct cli *cli, enum colour colour, const char *text);

/* "message" and its way out: on standard error for people, as {"error":…} on standard output for programs. */
void out_error(const struct cli *cli, const char *message, const char *help);

/* Ends a command: prints the answer's JSON where json was asked for or it is an error; otherwise hands the document to
 * `text`, which prints it. Returns the exit code. The answer is released. */
int out_answer(const struct cli *cli, enum baku_status status, struct baku_answer *answer,
               void (*text)(const struct cli *cli, const json_t *document));

/* The same of a command that has changed something: where its answer cannot be printed, that is said, and not to repeat
 * it. */
int out_deed(const struct cli *cli, enum baku_status status, struct baku_answer *answer,
             void (*text)(const struct cli *cli, const json_t *document));

/* Prints a document {"text"}: a page. */
void out_page(const struct cli *cli, const json_t *document);

/* A member's string, or "" where it is absent or null. */
const char *text_at(const json_t *object, const char *key);
long long number_at(const json_t *object, const char *key);

/* A {"min_s","max_s"} in minutes: `20 menit`, `0,5 menit`, `60–120 menit`; "" for null. Into `size` bytes of `to`. */
const char *duration_text(const struct cli *cli, const json_t *duration, char *to, size_t size);

/* The word for a severity ("error", "warning", "note") in the language asked for. */
const char *severity_text(const struct cli *cli, const char *severity);

/* The same without the unit. */
const char *minutes_text(const struct cli *cli, const json_t *duration, char *to, size_t size);

/* How many columns a text takes on a terminal: its code points. */
size_t text_width(const char *text);

/* Columns of the terminal; where standard output is none, or does not say, those of COLUMNS, else 100. */
size_t out_width(void);

/* The text and blanks up to `width` columns. */
void out_padded(const char *text, size_t width);

/* At most `width` columns of a text on one line, the last of them "…" where it is longer; into `to`, which has room for
 * four bytes a column and one more. */
const char *text_clipped(const char *text, size_t width, char *to);

/* A stranger's text on one line: its line breaks are shown as blanks. */
void out_flat(const char *text);

/* Writes a new file, whole or not at all; false with errno where it is there already or cannot be written. */
bool out_file(const char *path, const void *bytes, size_t size);

/* Why not, in words: FAILED. */
int out_cannot_write(const struct cli *cli, const char *path);

/* A blank and a word as a shell takes it. */
void out_word(const char *word);

/* --sops and --store where they were told: a command that is advised must look at the same place. */
void out_where(const struct cli *cli);

/* Closes standard output: 3 and a sentence where something could not be written, else `code`. */
int out_close(const struct cli *cli, int code);

#endif
