/* The command line: what was asked, and how a command prints. */
#ifndef TOOLS_CLI_H
#define TOOLS_CLI_H

#include <jansson.h>
#include <stdbool.h>

#include "baku.h"

enum command {
#define COMMAND(name, o_id, o_en, id, en, example, formats) COMMAND_##name,
#include "commands.def"
#undef COMMAND
    COMMAND_COUNT,
};

enum option {
#define OPTION(commands, name, takes, v_id, v_en, id, en) OPTION_##commands##_##name,
#include "options.def"
#undef OPTION
    OPTION_COUNT,
};

enum verb {
#define VERB(command, name, o_id, o_en, options, id, en, example) VERB_##command##_##name,
#include "verbs.def"
#undef VERB
    VERB_COUNT,
};

enum format {
#define FORMAT(name, id, en) FORMAT_##name,
#include "formats.def"
#undef FORMAT
    FORMAT_COUNT,
};

/* The values of one option in their order; n counts also an option that takes nothing. */
struct values {
    const char **at;
    size_t n;
};

struct cli {
    enum command command;
    const char **operands;
    size_t n_operands;
    struct values options[OPTION_COUNT];
    enum baku_lang lang;
    enum format format;
    bool json, colour; /* json: of the answer and of every error */
    const char *sops, *store;
};

/* The sentence of the language asked for. */
const char *say(const struct cli *cli, const char *id, const char *en) __attribute__((format_arg(2), format_arg(3)));

/* The last value of an option, or NULL. */
const char *option_value(const struct cli *cli, enum option option);
bool option_given(const struct cli *cli, enum option option);

/* The option's value as a number from 1 to 1,000,000 into `*n`, which stays as it is where the option was not given; false
 * where it is none, with the error printed. */
bool option_number(const struct cli *cli, enum option option, size_t *n);

/* The command line is wrong: prints why and what to do, in the format asked for; returns BAKU_UNKNOWN. */
int usage_error(const struct cli *cli, const char *message, const char *help);

/* The same for a word that is no command, with the nearest one. */
int unknown_command(const struct cli *cli, const char *word);

/* The command of that name, or -1. */
int find_command(const char *word);

/* The verb of that name among the command's, or VERB_COUNT. */
enum verb find_verb(enum command command, const char *word);

/* The same for a word that is none of them, with the nearest; NULL: it is not there. */
int unknown_verb(const struct cli *cli, enum command command, const char *word);

/* A handle for this command line; FAILED when memory is out. */
enum baku_status cli_open(const struct cli *cli, struct baku **baku);

/* Parses; 0, or the exit code after an error was printed. `cli` must be zeroed. */
int cli_parse(struct cli *cli, int argc, char **argv);
void cli_release(struct cli *cli);

/* The commands, one file each: exit codes. */
int cmd_check(const struct cli *cli);
int cmd_show(const struct cli *cli);
int cmd_run(const struct cli *cli);
int cmd_test(const struct cli *cli);
int cmd_audit(const struct cli *cli);
int cmd_compare(const struct cli *cli);
int cmd_publish(const struct cli *cli);
int cmd_revisions(const struct cli *cli);
int cmd_user(const struct cli *cli);
int cmd_case(const struct cli *cli);
int cmd_worklist(const struct cli *cli);
int cmd_backup(const struct cli *cli);
int cmd_restore(const struct cli *cli);
int cmd_doctor(const struct cli *cli);
int cmd_schema(const struct cli *cli);
int cmd_explain(const struct cli *cli);
int cmd_help(const struct cli *cli);

/* The rows, for the help. */
struct command_row {
    const char *name, *operands[2], *summary[2], *example, *formats;
};
struct option_row {
    int command; /* -1: any */
    const char *name;
    enum takes { NOTHING, ONE, MANY } takes;
    const char *value[2], *summary[2];
};
const struct command_row *command_row(enum command command);
const struct option_row *option_row(enum option option);

struct verb_row {
    enum command command;
    const char *name, *operands[2];
    const char *options; /* each between blanks */
    const char *summary[2], *example;
};
const struct verb_row *verb_row(enum verb verb);

/* Does the verb take that option of its command? */
bool verb_takes(const struct verb_row *verb, const struct option_row *option);

/* What stands behind an option in a command's help (-1: of any command): of `--format` what that command knows. */
const char *option_values(const struct cli *cli, const struct option_row *row, int command);

#endif
