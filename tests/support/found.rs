//! Something on the page, found through the accessibility tree.

use crate::browser::Browser;
use serde_json::{Value, json};

/// A node of the page that a role and a name led to.
#[derive(Clone)]
pub struct Found {
    browser: Browser,
    backend_node: Value,
    /// Its accessible name.
    pub name: String,
}

impl Found {
    pub(crate) async fn query(browser: &Browser, root: Value, role: &str, name: Option<&str>) -> Vec<Self> {
        let mut params = root;
        params["role"] = role.into();
        if let Some(name) = name {
            params["accessibleName"] = name.into();
        }
        let answer = browser.devtools("Accessibility.queryAXTree", params).await;
        answer["nodes"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|node| node["ignored"] != true)
            .map(|node| Self {
                browser: browser.clone(),
                backend_node: node["backendDOMNodeId"].clone(),
                name: node["name"]["value"].as_str().unwrap_or_default().to_owned(),
            })
            .collect()
    }

    /// Everything of this role and, where given, of this name inside of it.
    pub async fn all(&self, role: &str, name: Option<&str>) -> Vec<Self> {
        Self::query(&self.browser, json!({ "backendNodeId": self.backend_node }), role, name).await
    }

    /// Waits for exactly one thing of this role and name inside of it.
    pub async fn one(&self, role: &str, name: &str) -> Self {
        crate::eventually(&format!("in {:?} there is one {role} called {name:?}", self.name), || async {
            let mut found = self.all(role, Some(name)).await;
            if found.len() == 1 { found.pop() } else { None }
        })
        .await
    }

    /// Calls a function of JavaScript with `this` being the node.
    pub async fn call(&self, function: &str) -> Value {
        let node =
            self.browser.devtools("DOM.resolveNode", json!({ "backendNodeId": self.backend_node })).await;
        let answer = self
            .browser
            .devtools(
                "Runtime.callFunctionOn",
                json!({ "objectId": node["object"]["objectId"], "functionDeclaration": function, "returnByValue": true }),
            )
            .await;
        answer["result"]["value"].clone()
    }

    /// The text as it is rendered, with every kind of space as one plain space.
    pub async fn text(&self) -> String {
        let text = self.call("function () { return this.innerText }").await;
        let text = text.as_str().unwrap_or_default().replace(['\u{202f}', '\u{a0}', '\u{2009}'], " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The rows of a table as texts of its cells, heading first.
    pub async fn rows(&self) -> Vec<Vec<String>> {
        let rows = self
            .call(
                "function () { return [...this.querySelectorAll('tr')].map(row => \
                 [...row.children].map(cell => cell.innerText.replace(/\\s+/g, ' ').trim())) }",
            )
            .await;
        let words =
            |row: &Value| row.as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned()).collect();
        rows.as_array().into_iter().flatten().map(words).collect()
    }

    /// Presses it, as a click or the space bar would.
    pub async fn click(&self) {
        self.call("function () { this.scrollIntoView({ block: 'center' }); this.click() }").await;
    }

    /// Gives it the focus.
    pub async fn focus(&self) {
        self.call("function () { this.focus() }").await;
    }

    /// Where it is in the window: left, top, width, height.
    pub async fn rectangle(&self) -> [f64; 4] {
        let rectangle = self
            .call(
                "function () { this.scrollIntoView({ block: 'center' }); \
                 const r = this.getBoundingClientRect(); return [r.left, r.top, r.width, r.height] }",
            )
            .await;
        [0, 1, 2, 3].map(|i| rectangle[i].as_f64().unwrap_or_default())
    }
}
