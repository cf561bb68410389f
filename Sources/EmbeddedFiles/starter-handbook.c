// What `baton init` writes, compiled into the program. Keep the list sorted by path.
#include "EmbeddedFiles.h"

static const unsigned char baton_yml[] = {
#embed "starter-handbook/baton.yml"
};
static const unsigned char checklists_ready_checklist_md[] = {
#embed "starter-handbook/checklists/ready-checklist.md"
};
static const unsigned char index_md[] = {
#embed "starter-handbook/index.md"
};
static const unsigned char personas_lead_md[] = {
#embed "starter-handbook/personas/lead.md"
};
static const unsigned char personas_maker_md[] = {
#embed "starter-handbook/personas/maker.md"
};
static const unsigned char personas_reviewer_md[] = {
#embed "starter-handbook/personas/reviewer.md"
};
static const unsigned char tasks_make_a_change_md[] = {
#embed "starter-handbook/tasks/make-a-change.md"
};
static const unsigned char templates_request_tmpl_md[] = {
#embed "starter-handbook/templates/request-tmpl.md"
};

static const EmbeddedFile files[] = {
  EMBEDDED_FILE("baton.yml", baton_yml),
  EMBEDDED_FILE("checklists/ready-checklist.md", checklists_ready_checklist_md),
  EMBEDDED_FILE("index.md", index_md),
  EMBEDDED_FILE("personas/lead.md", personas_lead_md),
  EMBEDDED_FILE("personas/maker.md", personas_maker_md),
  EMBEDDED_FILE("personas/reviewer.md", personas_reviewer_md),
  EMBEDDED_FILE("tasks/make-a-change.md", tasks_make_a_change_md),
  EMBEDDED_FILE("templates/request-tmpl.md", templates_request_tmpl_md),
};

EmbeddedFolder starter_handbook(void) { return (EmbeddedFolder){files, sizeof files / sizeof files[0]}; }
