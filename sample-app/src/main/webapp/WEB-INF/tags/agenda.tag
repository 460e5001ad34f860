<%@ tag description="The agenda of a meeting; agenda.js binds it. A field's name is where its value is in the document." pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<form id="agenda-form" class="agenda">
  <label for="aim">What for?</label>
  <textarea id="aim" name="aim" rows="2" maxlength="500" placeholder="What shall be different after this meeting?" readonly></textarea>
  <ol data-collab-list="items">
    <template>
      <li>
        <input type="checkbox" name="done" aria-label="Done">
        <input name="topic" class="topic" aria-label="Topic" placeholder="Topic" maxlength="200" autocomplete="off">
        <input name="who" class="who" aria-label="Who" placeholder="Who" maxlength="80" autocomplete="off">
        <label class="length"><input type="number" name="minutes" min="0" max="480" step="5" value="10"> min</label>
        <span class="moves">
          <button type="button" data-collab-move="-1" aria-label="Up" title="Up">↑</button>
          <button type="button" data-collab-move="1" aria-label="Down" title="Down">↓</button>
          <button type="button" data-collab-remove aria-label="Remove" title="Remove">✕</button>
        </span>
      </li>
    </template>
  </ol>
  <div class="field">
    <p id="agenda-total" class="soft"></p>
    <button type="button" data-collab-add="items">New topic</button>
  </div>
</form>
